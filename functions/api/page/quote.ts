import { type Html, html } from '../html.ts';

/** The words of others, under a line that says whose and when. */
export function quote(label: string, words: (string | Html)[]): Html {
  return html`<blockquote><p class="quiet">${label}</p>${words.map((each) => html`<p class="words">${each}</p>`)}</blockquote>`;
}
