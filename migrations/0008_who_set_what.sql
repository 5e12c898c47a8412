ALTER TABLE `clients` ADD `phone_set_at` integer;--> statement-breakpoint
ALTER TABLE `contacts` ADD `client_since` integer;