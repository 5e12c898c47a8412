type IconProps = { name: keyof typeof SHAPES }

const SHAPES = {
  account: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7 8c.6-3.6 3.5-5.5 7-5.5s6.400 1.900 7 5.500',
  share: 'M12 15.500V4m-4 4 4-4 4 4M8 10.500H5.500v9.500h13v-9.500H16',
  more: 'M12 6.500v.010M12 12v.010M12 17.500v.010',
}

export function Icon({ name }: IconProps) {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={SHAPES[name]} />
    </svg>
  )
}
