/** The mark: a point, and what it casts around itself. */
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <rect width="64" height="64" rx="15" />
      <path d="M17 31a16 16 0 0 1 16 16" />
      <path d="M17 17.5a29.5 29.5 0 0 1 29.5 29.5" opacity=".62" />
      <circle cx="20" cy="44" r="5.5" />
    </svg>
  );
}
