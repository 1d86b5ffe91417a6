import type { Tone } from './palette.ts';

/** A run of text; `b` is set in bold where there is bold. User text may stand in it: both renderers escape. */
export type Rich = readonly (string | { b: string })[];

/**
 * One mail as a sequence of blocks, from which both parts are made: what is in one is in the other.
 * An empty list of rows, links or entries renders nothing.
 */
export type Block =
  | { is: 'badge'; tone: Tone; text: string }
  | { is: 'title'; text: string }
  | { is: 'address'; text: string }
  | { is: 'paragraph'; text: Rich }
  | { is: 'callout'; tone: Tone; label: string; text: Rich }
  | { is: 'facts'; title: string; rows: Fact[] }
  | { is: 'quote'; label: string; text: string }
  | { is: 'button'; label: string; url: string }
  | { is: 'links'; links: { label: string; url: string }[] }
  | { is: 'section'; tone: Tone; title: string; intro: Rich }
  | { is: 'subsection'; text: string }
  | { is: 'entry'; entry: Entry }
  | { is: 'closing'; text: string; signature: string }
  | { is: 'small'; text: Rich };

export type Fact = { label: string; value: string };

/** One matter in a digest. */
export type Entry = {
  tone: Tone;
  code: string;
  status: string;
  title: string;
  details: string[];
  quote?: { label: string; text: string };
  action?: { label: string; url: string };
};

/** What a mail says, before it takes the form of text or HTML. */
export type Composed = {
  lang: 'vi' | 'en';
  subject: string;
  /** Shown by mail programs after the subject: what happens next. */
  preheader: string;
  sender: string;
  date: string;
  blocks: Block[];
  footer: Block[];
};

/** Something told beside the duties, as a section of a mail: a report, an agenda. */
export type ComposedNotice = {
  title: string;
  subject: string;
  /** Why the reader gets it, as the end of a sentence. */
  why: string;
  tone: Tone;
  intro: Rich;
  blocks: Block[];
};
