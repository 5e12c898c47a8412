declare namespace Cloudflare {
  interface Env {
    TEST_MIGRATIONS: import('cloudflare:test').D1Migration[]
    SETUP_KEY: string
    RESEND_API_KEY: string
  }
}
