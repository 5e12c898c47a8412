/** Widths of a photo's variants, pixels, the smallest first; they name it in its URL and in the store. */
export const VARIANT_WIDTHS = [480, 1080, 2048] as const
export type VariantWidth = (typeof VARIANT_WIDTHS)[number]
export const SMALLEST = VARIANT_WIDTHS[0]
export const LARGEST = VARIANT_WIDTHS[2]
