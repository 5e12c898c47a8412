CREATE TABLE `approvals` (
	`id` text PRIMARY KEY NOT NULL,
	`client_id` text NOT NULL,
	`gallery_id` text,
	`secret_hash` text NOT NULL,
	`device_hash` text NOT NULL,
	`words` text NOT NULL,
	`others` text NOT NULL,
	`asked_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`decided_at` integer,
	`is_approved` integer,
	`decided_by` text,
	`used_at` integer,
	`used_by` text,
	FOREIGN KEY (`client_id`) REFERENCES `clients`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`gallery_id`) REFERENCES `galleries`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `approvals_client` ON `approvals` (`client_id`);--> statement-breakpoint
CREATE INDEX `approvals_expires` ON `approvals` (`expires_at`);--> statement-breakpoint
CREATE TABLE `challenges` (
	`hash` text PRIMARY KEY NOT NULL,
	`purpose` text NOT NULL,
	`subject` text NOT NULL,
	`device_hash` text NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	`used_by` text
);
--> statement-breakpoint
CREATE INDEX `challenges_expires` ON `challenges` (`expires_at`);--> statement-breakpoint
CREATE TABLE `devices` (
	`hash` text PRIMARY KEY NOT NULL,
	`browser` text NOT NULL,
	`place` text,
	`seen_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `devices_seen` ON `devices` (`seen_at`);--> statement-breakpoint
CREATE TABLE `email_changes` (
	`id` text PRIMARY KEY NOT NULL,
	`client_id` text NOT NULL,
	`old_email` text NOT NULL,
	`new_email` text NOT NULL,
	`sign_in_id` text NOT NULL,
	`asked_at` integer NOT NULL,
	`confirmed_at` integer,
	`revert_id` text,
	`revert_until` integer,
	`reverted_at` integer,
	FOREIGN KEY (`id`) REFERENCES `client_links`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`client_id`) REFERENCES `clients`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`sign_in_id`) REFERENCES `sign_ins`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`revert_id`) REFERENCES `client_links`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `email_changes_client` ON `email_changes` (`client_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `email_changes_revert` ON `email_changes` (`revert_id`);--> statement-breakpoint
CREATE TABLE `passkeys` (
	`id` text PRIMARY KEY NOT NULL,
	`credential_id` text NOT NULL,
	`public_key` text NOT NULL,
	`counter` integer NOT NULL,
	`transports` text NOT NULL,
	`client_id` text,
	`staff_id` text,
	`name` text NOT NULL,
	`created_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`client_id`) REFERENCES `clients`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `passkeys_credential` ON `passkeys` (`credential_id`);--> statement-breakpoint
CREATE INDEX `passkeys_client` ON `passkeys` (`client_id`);--> statement-breakpoint
CREATE INDEX `passkeys_staff` ON `passkeys` (`staff_id`);--> statement-breakpoint
CREATE TABLE `sign_ins` (
	`id` text PRIMARY KEY NOT NULL,
	`session_id` text NOT NULL,
	`client_id` text NOT NULL,
	`way` text NOT NULL,
	`proved_at` integer,
	`opened_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`ended_at` integer,
	FOREIGN KEY (`session_id`) REFERENCES `sessions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`client_id`) REFERENCES `clients`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `sign_ins_session` ON `sign_ins` (`session_id`);--> statement-breakpoint
CREATE INDEX `sign_ins_client` ON `sign_ins` (`client_id`);--> statement-breakpoint
CREATE INDEX `sign_ins_expires` ON `sign_ins` (`expires_at`);--> statement-breakpoint
ALTER TABLE `client_links` ADD `gallery_id` text REFERENCES galleries(id);--> statement-breakpoint
ALTER TABLE `clients` ADD `email_since` integer;--> statement-breakpoint
ALTER TABLE `clients` ADD `version` integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE `clients` ADD `invited_at` integer;--> statement-breakpoint
ALTER TABLE `clients` ADD `erased_at` integer;--> statement-breakpoint
ALTER TABLE `messages` ADD `about_id` text;--> statement-breakpoint
ALTER TABLE `sessions` ADD `staff_proved_at` integer;--> statement-breakpoint
CREATE INDEX `visits_client` ON `visits` (`client_id`);