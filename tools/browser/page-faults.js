/**
 * What a reader of the page that is open would stumble over, in a sentence each. An expression for the browser, which is why it is
 * neither a module nor in TypeScript.
 */
(() => {
  const faults = [];
  const root = document.documentElement;
  if (!root.lang) faults.push('no language is given');
  if (!document.title.trim()) faults.push('it has no title');
  if (root.scrollWidth > window.innerWidth)
    faults.push(`it is ${root.scrollWidth} wide in a window of ${window.innerWidth}`);
  for (const image of document.images)
    if (!image.hasAttribute('alt')) faults.push(`the image ${image.src} has no text in its place`);

  const colourOf = (text) => {
    const [red = 0, green = 0, blue = 0, opacity = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
    return { red, green, blue, opacity };
  };
  /** The first background that cannot be seen through. */
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = colourOf(getComputedStyle(at).backgroundColor);
      if (colour.opacity === 1) return colour;
    }
    return colourOf('rgb(255, 255, 255)');
  };
  // WCAG 2.2: relative luminance, and contrast as the ratio of two.
  const luminance = ({ red, green, blue }) => {
    const linear = (part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4;
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const contrast = (a, b) => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.textContent.trim();
    const element = texts.currentNode.parentElement;
    if (!text || !element.checkVisibility() || element.closest('[aria-hidden="true"], script, style'))
      continue;
    const { width, height } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    // What only a screen reader or the list of mails shows is drawn without size.
    if (width < 2 || height < 2 || Number.parseFloat(style.fontSize) < 2) continue;
    const ratio = contrast(colourOf(style.color), behind(element));
    if (ratio < 4.5) faults.push(`"${text.slice(0, 40)}" stands out by ${ratio.toFixed(1)} only, not 4.5`);
  }
  for (const button of document.querySelectorAll('button, [role="button"], a.button')) {
    const { height } = button.getBoundingClientRect();
    // Where the window is narrow, a finger must hit it.
    if (window.innerWidth <= 600 && button.checkVisibility() && height < 44)
      faults.push(`"${button.textContent.trim()}" is ${Math.round(height)} high, not 44`);
  }
  return faults;
})();
