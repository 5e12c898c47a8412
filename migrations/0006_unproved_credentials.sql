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
-- Proved is what a link from the mailbox set at that moment. Of any other nobody knows who made it: a code proves it, once.
UPDATE `clients` SET `password_gallery_id` = 'unknown'
WHERE `password_hash` IS NOT NULL AND `password_gallery_id` IS NULL AND NOT EXISTS (
  SELECT 1 FROM `client_links`
  WHERE `client_links`.`client_id` = `clients`.`id` AND `client_links`.`kind` = 'password-reset' AND `client_links`.`used_at` = `clients`.`password_set_at`
);--> statement-breakpoint
ALTER TABLE `passkeys` DROP COLUMN `steps_up`;
