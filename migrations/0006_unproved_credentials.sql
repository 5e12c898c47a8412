ALTER TABLE `clients` ADD `password_gallery_id` text;--> statement-breakpoint
ALTER TABLE `passkeys` ADD `gallery_id` text;--> statement-breakpoint
UPDATE `passkeys` SET `gallery_id` = (
  SELECT `events`.`gallery_id` FROM `events` JOIN `contacts` ON `contacts`.`id` = `events`.`contact_id`
  WHERE `contacts`.`client_id` = `passkeys`.`client_id` AND `events`.`kind` = 'account-made' AND `events`.`at` = `passkeys`.`created_at`
  LIMIT 1
);--> statement-breakpoint
UPDATE `passkeys` SET `gallery_id` = 'unknown' WHERE `steps_up` = 0 AND `gallery_id` IS NULL;--> statement-breakpoint
UPDATE `clients` SET `password_gallery_id` = (
  SELECT `events`.`gallery_id` FROM `events` JOIN `contacts` ON `contacts`.`id` = `events`.`contact_id`
  WHERE `contacts`.`client_id` = `clients`.`id` AND `events`.`kind` = 'account-made' AND `events`.`at` = `clients`.`password_set_at`
  LIMIT 1
) WHERE `password_hash` IS NOT NULL;--> statement-breakpoint
ALTER TABLE `passkeys` DROP COLUMN `steps_up`;
