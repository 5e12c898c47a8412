import { Hono } from 'hono'
import { HomePage } from '../../views/door/home-page'
import type { App } from '../context'
import * as studios from '../models/studios'
import { problem } from '../problem'

/** The studio's home: at the root when there is one studio, and at its own address. */
export const home = new Hono<App>()
  .get('/', async (c) => c.html(<HomePage studio={await studios.onlyOne(c.var.db)} />))
  .get('/:studio', async (c) => {
    const studio = await studios.bySlug(c.var.db, c.req.param('studio'))
    return studio ? c.html(<HomePage studio={studio} />) : problem(c, 404)
  })
