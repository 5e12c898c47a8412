/** How long a code can be scanned that takes somebody over to another device. */
export const CONTINUATION_OPENS_SECONDS = 60

/** What somebody was in by when they asked for one: it dies with that. By a visit alone it leads into that gallery alone. */
export type Origin = { signInId?: string | undefined; visitId?: string | undefined }
