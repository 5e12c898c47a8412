CREATE TABLE `clients` (
	`id` text PRIMARY KEY NOT NULL,
	`studio_id` text NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`phone` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`studio_id`) REFERENCES `studios`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `clients_studio_email` ON `clients` (`studio_id`,`email`);--> statement-breakpoint
CREATE TABLE `code_tries` (
	`id` text PRIMARY KEY NOT NULL,
	`budget` text NOT NULL,
	`at` integer NOT NULL,
	`right` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE INDEX `code_tries_budget` ON `code_tries` (`budget`,`at`);--> statement-breakpoint
CREATE TABLE `codes` (
	`id` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`address` text NOT NULL,
	`subject` text,
	`budget` text NOT NULL,
	`mac` text NOT NULL,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`used_at` integer,
	`used_by` text,
	`voided_at` integer
);
--> statement-breakpoint
CREATE INDEX `codes_address` ON `codes` (`address`,`created_at`);--> statement-breakpoint
CREATE INDEX `codes_expires` ON `codes` (`expires_at`);--> statement-breakpoint
CREATE TABLE `contacts` (
	`id` text PRIMARY KEY NOT NULL,
	`gallery_id` text NOT NULL,
	`client_id` text NOT NULL,
	`role` text NOT NULL,
	`removed_at` integer,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`gallery_id`) REFERENCES `galleries`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`client_id`) REFERENCES `clients`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `contacts_gallery_client` ON `contacts` (`gallery_id`,`client_id`) WHERE "contacts"."removed_at" is null;--> statement-breakpoint
CREATE TABLE `events` (
	`id` text PRIMARY KEY NOT NULL,
	`gallery_id` text NOT NULL,
	`contact_id` text,
	`kind` text NOT NULL,
	`because` text,
	`at` integer NOT NULL,
	FOREIGN KEY (`gallery_id`) REFERENCES `galleries`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `events_contact` ON `events` (`contact_id`,`at`);--> statement-breakpoint
CREATE INDEX `events_gallery` ON `events` (`gallery_id`,`at`);--> statement-breakpoint
CREATE TABLE `galleries` (
	`id` text PRIMARY KEY NOT NULL,
	`studio_id` text NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`event_on` text,
	`place` text,
	`published_at` integer,
	`closes_at` integer,
	`admits_guests` integer DEFAULT false NOT NULL,
	`shows_cover` integer DEFAULT true NOT NULL,
	`cover_photo_id` text,
	`cover_key` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`studio_id`) REFERENCES `studios`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `galleries_studio_slug` ON `galleries` (`studio_id`,`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `galleries_cover` ON `galleries` (`cover_key`);--> statement-breakpoint
CREATE TABLE `links` (
	`id` text PRIMARY KEY NOT NULL,
	`contact_id` text NOT NULL,
	`client_id` text NOT NULL,
	`issued_at` integer NOT NULL,
	`opens_until` integer NOT NULL,
	`claimed_by` text,
	`claimed_at` integer,
	`visit_id` text,
	FOREIGN KEY (`contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`client_id`) REFERENCES `clients`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `links_contact` ON `links` (`contact_id`);--> statement-breakpoint
CREATE INDEX `links_issued` ON `links` (`issued_at`);--> statement-breakpoint
CREATE TABLE `messages` (
	`id` text PRIMARY KEY NOT NULL,
	`studio_id` text NOT NULL,
	`kind` text NOT NULL,
	`recipient` text NOT NULL,
	`contact_id` text,
	`sealed` text,
	`state` text DEFAULT 'queued' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`due_at` integer NOT NULL,
	`problem` text,
	`created_at` integer NOT NULL,
	`sent_at` integer,
	FOREIGN KEY (`studio_id`) REFERENCES `studios`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `messages_contact` ON `messages` (`contact_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `messages_due` ON `messages` (`due_at`) WHERE "messages"."state" in ('queued', 'sending');--> statement-breakpoint
CREATE TABLE `photos` (
	`id` text PRIMARY KEY NOT NULL,
	`gallery_id` text NOT NULL,
	`state` text NOT NULL,
	`file_name` text NOT NULL,
	`sort_key` text NOT NULL,
	`content_type` text,
	`size` integer,
	`crc32` integer,
	`sha256` text,
	`width` integer,
	`height` integer,
	`thumbhash` text,
	`problem` text,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`gallery_id`) REFERENCES `galleries`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `photos_gallery_sort` ON `photos` (`gallery_id`,`sort_key`,`id`);--> statement-breakpoint
CREATE UNIQUE INDEX `photos_gallery_content` ON `photos` (`gallery_id`,`sha256`);--> statement-breakpoint
CREATE INDEX `photos_unfinished` ON `photos` (`state`,`changed_at`) WHERE "photos"."state" in ('uploading', 'received');--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`secret_hash` text NOT NULL,
	`device_hash` text NOT NULL,
	`staff_id` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sessions_staff` ON `sessions` (`staff_id`,`device_hash`);--> statement-breakpoint
CREATE INDEX `sessions_expires` ON `sessions` (`expires_at`);--> statement-breakpoint
CREATE TABLE `staff` (
	`id` text PRIMARY KEY NOT NULL,
	`studio_id` text NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`studio_id`) REFERENCES `studios`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_email_unique` ON `staff` (`email`);--> statement-breakpoint
CREATE TABLE `studios` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`reply_to` text NOT NULL,
	`time_zone` text NOT NULL,
	`is_demo` integer DEFAULT false NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `studios_slug_unique` ON `studios` (`slug`);--> statement-breakpoint
CREATE TABLE `visits` (
	`id` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`gallery_id` text NOT NULL,
	`contact_id` text,
	`client_id` text,
	`via_contact_id` text,
	`role` text NOT NULL,
	`opened_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`gallery_id`) REFERENCES `galleries`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`client_id`) REFERENCES `clients`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`via_contact_id`) REFERENCES `contacts`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `visits_session_gallery` ON `visits` (`session_id`,`gallery_id`);--> statement-breakpoint
CREATE INDEX `visits_expires` ON `visits` (`expires_at`);