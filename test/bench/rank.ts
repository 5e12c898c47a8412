/** The rank-sum statistic as a probability (Mann and Whitney): that one of `a` is larger than one of `b`; ties count half. */
export function areaUnderCurve(a: readonly number[], b: readonly number[]): number {
  const all = [...a.map((value) => ({ value, isA: true })), ...b.map((value) => ({ value, isA: false }))]
  all.sort((left, right) => left.value - right.value)
  let ranks = 0
  for (let from = 0; from < all.length; ) {
    let to = from
    while (all[to]?.value === all[from]?.value && to < all.length) to++
    const rank = (from + 1 + to) / 2
    ranks += rank * all.slice(from, to).filter(({ isA }) => isA).length
    from = to
  }
  return (ranks - (a.length * (a.length + 1)) / 2) / (a.length * b.length)
}
