declare namespace Cloudflare {
  interface Env {
    TEST_MIGRATIONS: import('cloudflare:test').D1Migration[]
    /** Not empty: everything as often as it was promised. */
    FULL: string
    SETUP_KEY: string
    RESEND_API_KEY: string
    TWILIO_ACCOUNT_SID: string
    TWILIO_AUTH_TOKEN: string
    TWILIO_FROM: string
  }
}
