PRAGMA foreign_keys=OFF;--> statement-breakpoint
CREATE TABLE `__new_devices` (
	`hash` text NOT NULL,
	`person_id` text NOT NULL,
	`browser` text NOT NULL,
	`place` text,
	`seen_at` integer NOT NULL,
	`is_known` integer DEFAULT false NOT NULL,
	PRIMARY KEY(`hash`, `person_id`)
);
--> statement-breakpoint
-- What was noted of a browser that several people were in with is nobody's for certain: they are noted again when they next look.
INSERT INTO `__new_devices`("hash", "person_id", "browser", "place", "seen_at", "is_known")
SELECT devices.hash, min(own.person_id), devices.browser, devices.place, devices.seen_at, max(own.is_known)
FROM devices JOIN (
	SELECT device_hash, staff_id AS person_id, ended_at IS NULL AS is_known FROM sessions WHERE staff_id IS NOT NULL
	UNION ALL
	SELECT device_hash, client_id, sign_ins.ended_at IS NULL AND way <> 'continuation'
	FROM sign_ins JOIN sessions ON sessions.id = sign_ins.session_id
	UNION ALL
	SELECT device_hash, client_id, false
	FROM visits JOIN sessions ON sessions.id = visits.session_id WHERE client_id IS NOT NULL
) AS own ON own.device_hash = devices.hash
GROUP BY devices.hash HAVING count(DISTINCT own.person_id) = 1;--> statement-breakpoint
DROP TABLE `devices`;--> statement-breakpoint
ALTER TABLE `__new_devices` RENAME TO `devices`;--> statement-breakpoint
PRAGMA foreign_keys=ON;--> statement-breakpoint
CREATE INDEX `devices_person` ON `devices` (`person_id`);--> statement-breakpoint
CREATE INDEX `devices_seen` ON `devices` (`seen_at`);