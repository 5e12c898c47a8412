/** What stands at a message whose cause was gone before it left: no problem, and nothing to be cured. */
export const NO_LONGER_NEEDED = 'No longer needed.'
