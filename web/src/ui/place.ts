/** Puts a fixed box under its anchor, above it when there is more room, never outside the window. */
export function place(box: HTMLElement, anchor: HTMLElement, align: 'start' | 'end'): void {
  const gap = 5;
  const edge = 8;
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = box;
  const below = innerHeight - at.bottom - gap - edge;
  const above = at.top - gap - edge;
  const up = below < Math.min(height, 240) && above > below;
  const left = align === 'start' ? at.left : at.right - width;
  box.style.left = `${Math.max(edge, Math.min(left, innerWidth - width - edge))}px`;
  box.style.top = `${up ? Math.max(edge, at.top - gap - height) : Math.max(edge, Math.min(at.bottom + gap, innerHeight - height - edge))}px`;
}
