// HTML from the clipboard, before the editor takes from it what a page may hold. Word processors write lists as
// indented paragraphs and titles as classes; web pages write tasks as boxes; pictures of elsewhere stay there.

const rubbish = 'script,style,meta,link,title,iframe,object,embed,form,svg,noscript,template,xml';

export function cleaned(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html');
  comments(page.body);
  page.querySelectorAll(rubbish).forEach((one) => one.remove());
  for (const one of [...page.body.querySelectorAll('*')])
    if (one.tagName.includes(':')) one.replaceWith(...one.childNodes);
  lists(page);
  titles(page);
  boxes(page);
  page
    .querySelectorAll('img:not([data-file])')
    .forEach((one) => one.replaceWith(one.getAttribute('alt') ?? ''));
  // An empty line between paragraphs is their distance here.
  page.querySelectorAll('p').forEach((one) => {
    if (
      !one.textContent?.replace(/\u00a0/g, '').trim() &&
      !one.querySelector('img,br + br') &&
      !one.closest('td,th,li')
    )
      one.remove();
  });
  const written = new XMLSerializer();
  return [...page.body.childNodes].map((one) => written.serializeToString(one)).join('');
}

function comments(root: Node): void {
  for (const one of [...root.childNodes])
    if (one.nodeType === Node.COMMENT_NODE) one.remove();
    else comments(one);
}

/** "mso-list:l0 level2 lfo1" in the style of a paragraph: a point of the second level. */
function lists(page: Document): void {
  let open: { level: number; list: Element }[] = [];
  let last: Element | null = null;
  for (const one of [...page.querySelectorAll('p')]) {
    const level = Number(/mso-list:\s*\w+\s+level(\d+)/i.exec(one.getAttribute('style') ?? '')?.[1] ?? 0);
    if (!level) continue;
    const marker = one.querySelector('[style*="mso-list:Ignore" i]');
    const ordered = /^\s*(\d+|[a-z]{1,2}|[ivx]+)[.)]/i.test(marker?.textContent ?? one.textContent ?? '');
    marker?.remove();
    // Only paragraphs that follow one another are points of one list.
    if (one.previousElementSibling !== last || !last) open = [];
    while (open.length && (open.at(-1)?.level ?? 0) > level) open.pop();
    if ((open.at(-1)?.level ?? 0) < level) {
      const list = page.createElement(ordered ? 'ol' : 'ul');
      const parent = open.at(-1)?.list;
      if (parent) (parent.lastElementChild ?? parent).append(list);
      else one.before(list);
      if (!parent) last = list;
      open.push({ level, list });
    }
    const point = page.createElement('li');
    const text = page.createElement('p');
    text.append(...one.childNodes);
    if (!marker) unmark(page, text);
    point.append(text);
    open.at(-1)?.list.append(point);
    one.remove();
  }
}

/** The sign of a point that stands in its text. */
function unmark(page: Document, point: Element): void {
  const words = page.createTreeWalker(point, NodeFilter.SHOW_TEXT).nextNode();
  if (words) words.textContent = (words.textContent ?? '').replace(/^\s*([·•o§-]|\d+[.)])\s+/, '');
}

function titles(page: Document): void {
  const become = (one: Element, tag: string) => {
    const heading = page.createElement(tag);
    heading.append(...one.childNodes);
    one.replaceWith(heading);
  };
  page.querySelectorAll('p.MsoTitle').forEach((one) => become(one, 'h1'));
  page.querySelectorAll('h5,h6').forEach((one) => become(one, 'h4'));
  page.querySelectorAll('[role=heading]:not(h1,h2,h3,h4)').forEach((one) => become(one, 'h3'));
}

/** Lists with boxes to tick, as web pages write them. */
function boxes(page: Document): void {
  for (const list of page.querySelectorAll('ul')) {
    const points = [...list.children].filter((one) => one.tagName === 'LI');
    const ticks = points.map((one) =>
      one.querySelector<HTMLInputElement>(
        ':scope > input[type=checkbox], :scope > p > input[type=checkbox], :scope > label > input[type=checkbox]',
      ),
    );
    if (!points.length || !ticks.every(Boolean)) continue;
    list.setAttribute('data-type', 'taskList');
    points.forEach((one, i) => {
      one.setAttribute('data-type', 'taskItem');
      one.setAttribute('data-checked', String(ticks[i]?.hasAttribute('checked') ?? false));
      ticks[i]?.remove();
    });
  }
}
