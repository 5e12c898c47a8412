type Choices = Record<string, readonly unknown[]>
type Combination<T extends Choices> = { [Name in keyof T]: T[Name][number] }

/** Every combination of one value of each choice. */
export function product<const T extends Choices>(choices: T): Combination<T>[] {
  const none: Record<string, unknown>[] = [{}]
  const all = Object.entries(choices).reduce(
    (made, [name, values]) => made.flatMap((combination) => values.map((value) => ({ ...combination, [name]: value }))),
    none,
  )
  return all as Combination<T>[]
}
