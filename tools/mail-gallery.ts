import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderLetter } from '../shared/mail/letter.ts';
import { escapeHtml } from '../shared/mail/words.ts';
import { exampleLetters } from '../test/support/letters.ts';

// Every example letter as the mail program gets it, and an index to click through: npm run mails -- DIRECTORY
const directory = process.argv[2];
if (!directory) {
  console.error('Usage: npm run mails -- DIRECTORY');
  process.exit(2);
}
mkdirSync(directory, { recursive: true });

const sections: string[] = [];
for (const locale of ['vi', 'en'] as const) {
  const rows: string[] = [];
  for (const [name, letter] of exampleLetters(locale)) {
    const file = `${locale}-${name}`;
    const { subject, text, html, headers } = renderLetter(letter);
    writeFileSync(join(directory, `${file}.html`), html);
    const lines = [
      `Subject: ${subject}`,
      ...headers.map((header) => `${header.name}: ${header.value}`),
      '',
      text,
    ];
    writeFileSync(join(directory, `${file}.txt`), lines.join('\n'));
    rows.push(
      `<li><a href="${file}.html">${escapeHtml(subject)}</a> (${name}, <a href="${file}.txt">text</a>)</li>`,
    );
  }
  sections.push(`<h2>${locale}</h2><ol>${rows.join('\n')}</ol>`);
}
const style = 'body{font:16px/1.6 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}';
writeFileSync(
  join(directory, 'index.html'),
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Mails</title><style>${style}</style><h1>Mails</h1>${sections.join('')}</html>`,
);
console.log(`${sections.length} languages, open ${join(directory, 'index.html')}`);
