CREATE TABLE `client_links` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`client_id` text NOT NULL,
	`issued_at` integer NOT NULL,
	`opens_until` integer NOT NULL,
	`used_at` integer,
	`used_by` text,
	FOREIGN KEY (`client_id`) REFERENCES `clients`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `client_links_client` ON `client_links` (`client_id`,`kind`);--> statement-breakpoint
CREATE INDEX `client_links_issued` ON `client_links` (`issued_at`);--> statement-breakpoint
CREATE TABLE `contact_photos` (
	`contact_id` text NOT NULL,
	`photo_id` text NOT NULL,
	PRIMARY KEY(`contact_id`, `photo_id`),
	FOREIGN KEY (`contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`photo_id`) REFERENCES `photos`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `contact_photos_photo` ON `contact_photos` (`photo_id`);--> statement-breakpoint
CREATE TABLE `registrations` (
	`id` text PRIMARY KEY NOT NULL,
	`gallery_id` text NOT NULL,
	`email` text NOT NULL,
	`created_at` integer NOT NULL,
	`told_at` integer,
	FOREIGN KEY (`gallery_id`) REFERENCES `galleries`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `registrations_gallery_email` ON `registrations` (`gallery_id`,`email`);--> statement-breakpoint
CREATE INDEX `registrations_untold` ON `registrations` (`gallery_id`) WHERE "registrations"."told_at" is null;--> statement-breakpoint
CREATE TABLE `role_links` (
	`id` text PRIMARY KEY NOT NULL,
	`gallery_id` text NOT NULL,
	`role` text NOT NULL,
	`sealed` text NOT NULL,
	`created_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`gallery_id`) REFERENCES `galleries`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `role_links_live` ON `role_links` (`gallery_id`,`role`) WHERE "role_links"."revoked_at" is null;--> statement-breakpoint
CREATE TABLE `time_requests` (
	`id` text PRIMARY KEY NOT NULL,
	`gallery_id` text NOT NULL,
	`contact_id` text,
	`email` text NOT NULL,
	`created_at` integer NOT NULL,
	`answered_at` integer,
	FOREIGN KEY (`gallery_id`) REFERENCES `galleries`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `time_requests_open` ON `time_requests` (`gallery_id`,`email`) WHERE "time_requests"."answered_at" is null;--> statement-breakpoint
ALTER TABLE `clients` ADD `password_hash` text;--> statement-breakpoint
ALTER TABLE `clients` ADD `password_set_at` integer;--> statement-breakpoint
ALTER TABLE `clients` ADD `declined_at` integer;--> statement-breakpoint
ALTER TABLE `codes` ADD `channel` text DEFAULT 'email' NOT NULL;--> statement-breakpoint
ALTER TABLE `contacts` ADD `accepted_terms_version` integer;--> statement-breakpoint
ALTER TABLE `contacts` ADD `accepted_terms_at` integer;--> statement-breakpoint
ALTER TABLE `contacts` ADD `sees_chosen_only` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `galleries` ADD `preset` text DEFAULT 'effortless' NOT NULL;--> statement-breakpoint
ALTER TABLE `galleries` ADD `guests` text DEFAULT 'by-link' NOT NULL;--> statement-breakpoint
ALTER TABLE `galleries` ADD `asks_email` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `galleries` ADD `asks_account` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `galleries` ADD `is_listed` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `galleries` ADD `pin` text;--> statement-breakpoint
ALTER TABLE `galleries` ADD `pin_id` text;--> statement-breakpoint
ALTER TABLE `galleries` ADD `guest_code` text;--> statement-breakpoint
ALTER TABLE `galleries` ADD `guest_code_hash` text;--> statement-breakpoint
ALTER TABLE `galleries` ADD `guest_code_id` text;--> statement-breakpoint
ALTER TABLE `galleries` ADD `asks_before_download` text DEFAULT 'nothing' NOT NULL;--> statement-breakpoint
ALTER TABLE `galleries` ADD `asks_before_share` text DEFAULT 'nothing' NOT NULL;--> statement-breakpoint
ALTER TABLE `galleries` ADD `takes_registrations` integer DEFAULT false NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `galleries_guest_code` ON `galleries` (`studio_id`,`guest_code_hash`);--> statement-breakpoint
CREATE INDEX `galleries_closes` ON `galleries` (`closes_at`);--> statement-breakpoint
ALTER TABLE `messages` ADD `channel` text DEFAULT 'email' NOT NULL;--> statement-breakpoint
ALTER TABLE `messages` ADD `gallery_id` text REFERENCES galleries(id);--> statement-breakpoint
ALTER TABLE `messages` ADD `provider_id` text;--> statement-breakpoint
ALTER TABLE `studios` ADD `media_terms` text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE `studios` ADD `media_terms_version` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `visits` ADD `role_link_id` text REFERENCES role_links(id);--> statement-breakpoint
ALTER TABLE `visits` ADD `guest_code_id` text;--> statement-breakpoint
ALTER TABLE `visits` ADD `pin_id` text;--> statement-breakpoint
ALTER TABLE `visits` ADD `guest_name` text;--> statement-breakpoint
ALTER TABLE `visits` ADD `guest_email` text;--> statement-breakpoint
ALTER TABLE `visits` ADD `invited_at` integer;--> statement-breakpoint
CREATE INDEX `visits_gallery` ON `visits` (`gallery_id`);