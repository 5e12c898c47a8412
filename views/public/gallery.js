/** Placeholders from thumbhashes, the lightbox, and deep links to one photo. Without script a photo is a link to itself. */
import PhotoSwipeLightbox from '/vendor/photoswipe-lightbox.js'
import { thumbHashToDataURL } from '/vendor/thumbhash.js'

const grid = document.querySelector('.grid')
const tiles = [...(grid?.querySelectorAll('a') ?? [])]

for (const tile of tiles) {
  const image = tile.querySelector('img')
  if (tile.dataset.hash && !image.complete) paintPlaceholder(tile, image)
}

/** The blurred picture stands behind the photograph until it is there. */
function paintPlaceholder(tile, image) {
  const bytes = Uint8Array.from(atob(tile.dataset.hash), (letter) => letter.charCodeAt(0))
  tile.style.backgroundImage = `url(${thumbHashToDataURL(bytes)})`
  image.addEventListener('load', () => tile.style.removeProperty('background-image'), { once: true })
}

const lightbox = new PhotoSwipeLightbox({
  gallery: '.grid',
  children: 'a',
  pswpModule: () => import('/vendor/photoswipe.js'),
  bgOpacity: 1,
  showHideAnimationType: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'none' : 'fade',
  showAnimationDuration: 160,
  hideAnimationDuration: 160,
  returnFocus: false,
})

lightbox.addFilter('domItemData', (item, tile) => ({
  ...item,
  src: tile.href,
  srcset: tile.querySelector('img').srcset,
  width: Number(tile.dataset.width),
  height: Number(tile.dataset.height),
  alt: tile.querySelector('img').alt,
}))

/** The address names the photo on screen, so that it can be sent on; the way back stays the way out. */
lightbox.on('change', () => {
  const tile = lightbox.pswp.currSlide.data.element
  if (tile) history.replaceState(null, '', `#${tile.id}`)
})
lightbox.on('afterInit', () => lightbox.pswp.element.setAttribute('aria-label', document.title))
lightbox.on('close', () => {
  history.replaceState(null, '', location.pathname)
  // The photograph that was looked at last has the focus, not the one that was opened.
  const tile = lightbox.pswp.currSlide.data.element
  lightbox.pswp.on('destroy', () => tile?.focus())
})
lightbox.init()

function openNamed() {
  const named = tiles.findIndex((tile) => `#${tile.id}` === location.hash)
  if (named >= 0 && !lightbox.pswp) lightbox.loadAndOpen(named, { gallery: grid })
}
addEventListener('hashchange', openNamed)
openNamed()
