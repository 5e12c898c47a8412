UPDATE `galleries` SET `guests` = 'refused' WHERE `admits_guests` = 0;--> statement-breakpoint
ALTER TABLE `galleries` DROP COLUMN `admits_guests`;
