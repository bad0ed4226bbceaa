// What has the keyboard: its name (the label of a control, else the text) and the ring around it.
(() => {
  const at = document.activeElement;
  if (at === null || at === document.body) return { name: '', ring: '' };
  const style = getComputedStyle(at);
  return {
    name: ((at.labels?.[0] ?? at).textContent ?? '').trim(),
    ring: `${style.outlineStyle} ${style.outlineWidth}`,
  };
})();
