// What a page is like, as plain data. Run in the page as an expression, and so not in TypeScript.
(() => {
  const all = [...document.querySelectorAll('body *')];
  const ids = all.map(({ id }) => id).filter((id) => id !== '');
  const named = (control) => {
    const labels = [...(control.labels ?? [])];
    const by = (control.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id));
    const text = [...labels, ...by].map((element) => element?.textContent ?? '').join('');
    const own = control.matches('input,select,textarea') ? '' : control.textContent;
    return `${text}${own}${control.getAttribute('aria-label') ?? ''}`.trim() !== '';
  };
  const controls = all.filter((element) =>
    element.matches(
      'input:not([type=hidden]),select,textarea,button,a,summary,form[aria-label],nav,[tabindex="0"]',
    ),
  );
  const referred = all.flatMap((element) =>
    ['for', 'aria-labelledby', 'aria-describedby'].flatMap(
      (name) => element.getAttribute(name)?.split(' ') ?? [],
    ),
  );
  const anchors = all
    .map((element) => element.getAttribute('href') ?? '')
    .filter((href) => href.startsWith('#'))
    .map((href) => href.slice(1));
  const groundOf = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const texts = all
    .filter((element) =>
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== ''),
    )
    .filter((element) => element.checkVisibility() && element.closest('.visually-hidden') === null)
    .map((element) => {
      const style = getComputedStyle(element);
      const size = Number.parseFloat(style.fontSize);
      return {
        text: (element.textContent ?? '').trim().slice(0, 40),
        ink: style.color,
        ground: groundOf(element),
        large: size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700),
      };
    });
  return {
    unnamed: controls.filter((control) => !named(control)).map(({ outerHTML }) => outerHTML.slice(0, 120)),
    repeatedIds: ids.filter((id, index) => ids.indexOf(id) !== index),
    danglingIds: [...referred, ...anchors].filter((id) => id !== '' && document.getElementById(id) === null),
    landmarks: ['body > header', 'main', 'body > footer'].map(
      (name) => document.querySelectorAll(name).length,
    ),
    // A message stands above the page's own heading, where it is read first.
    headings: [...document.querySelectorAll('h1,h2,h3,h4')]
      .filter((element) => element.closest('.note') === null)
      .map(({ tagName }) => Number(tagName.slice(1))),
    texts,
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
})();
