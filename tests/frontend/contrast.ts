// Text that is too faint to read, by WCAG's AA. Runs within a page, so it holds all that it needs.

export interface Contrast {
  texts: number;
  faint: string[];
}

export function contrast(): Contrast {
  type Colour = [red: number, green: number, blue: number, alpha: number];
  const page: Colour = [255, 255, 255, 1];

  function colour(text: string): Colour {
    const [red = 0, green = 0, blue = 0, alpha = 1] = (text.match(/[\d.]+/g) ?? []).map(Number);
    return [red, green, blue, alpha];
  }
  function over(top: Colour, under: Colour): Colour {
    const mixed = (index: 0 | 1 | 2): number => top[index] * top[3] + under[index] * (1 - top[3]);
    return [mixed(0), mixed(1), mixed(2), 1];
  }
  function luminance([red, green, blue]: Colour): number {
    const linear = (value: number): number => (value <= 10.31 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  }
  function background(element: Element): Colour {
    const above = element.parentElement ? background(element.parentElement) : page;
    const own = over(colour(getComputedStyle(element).backgroundColor), above);
    const shape = element.matches("g.box") ? element.querySelector("rect") : null;
    return shape ? over(colour(getComputedStyle(shape).fill), own) : own;
  }

  const faint = new Set<string>();
  let texts = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.nodeValue?.trim();
    if (!element || !text || element.closest("script, style, noscript, title") || !element.checkVisibility()) continue;
    texts += 1;
    const style = getComputedStyle(element);
    const head = element.matches("text.table") ? element.parentElement?.querySelector(".head") : undefined;
    const under = head ? colour(getComputedStyle(head).fill) : background(element);
    const ink = colour(element instanceof SVGElement ? style.fill : style.color);
    let opacity = ink[3];
    for (let around: Element | null = element; around; around = around.parentElement) {
      opacity *= Number(getComputedStyle(around).opacity);
    }
    const [darker = 0, lighter = 0] = [luminance(over([ink[0], ink[1], ink[2], opacity], under)), luminance(under)].sort((one, other) => one - other);
    const size = Number.parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    const ratio = (lighter + 0.05) / (darker + 0.05);
    if (ratio < (isLarge ? 3 : 4.5)) faint.add(`${ratio.toFixed(2)} ${element.tagName} ${element.getAttribute("class") ?? ""}: ${text.slice(0, 40)}`);
  }
  return { texts, faint: [...faint] };
}
