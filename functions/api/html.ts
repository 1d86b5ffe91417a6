/** Markup that needs no further escaping. */
export type Html = { readonly html: string };

/** Text in a template is escaped; what is already {@link Html}, or a list of it, is not. */
export function html(
  parts: TemplateStringsArray,
  ...values: (string | number | Html | Html[] | undefined)[]
): Html {
  return { html: parts.map((part, index) => part + inner(values[index])).join('') };
}

function inner(value: string | number | Html | Html[] | undefined): string {
  if (value === undefined) return '';
  if (Array.isArray(value)) return value.map((item) => item.html).join('');
  return typeof value === 'object' ? value.html : escapeHtml(String(value));
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** The little of Markdown that descriptions use: `code` and **bold**. */
export function prose(text: string): Html {
  const parts = text.split(/(`[^`]+`|\*\*[^*]+\*\*)/);
  return {
    html: parts
      .map((part) => {
        if (part.startsWith('`')) return `<code>${escapeHtml(part.slice(1, -1))}</code>`;
        if (part.startsWith('**')) return `<strong>${escapeHtml(part.slice(2, -2))}</strong>`;
        return escapeHtml(part);
      })
      .join(''),
  };
}
