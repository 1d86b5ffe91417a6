#!/usr/bin/env node
// Verifies the dossier of a task, offline: needs nothing but Node and this file, and shares no code with the system that
// wrote it. Exit 0: whole and unaltered. Exit 1: what is wrong, one line each. Exit 2: not a dossier.
//
// Whoever can write to the table could alter events and compute all digests anew. With `--anchors` the chain is also held against
// the daily anchors, copied from where nobody can change them: files `yyyy-mm-dd.json`, or directories of them.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** JSON with sorted keys and no white space: what the digests are taken of. */
function canonical(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

const digest = (value) => createHash('sha256').update(canonical(value)).digest('hex');

/** How many names of fields stand in a JSON value. */
function namesIn(value) {
  if (value === null || typeof value !== 'object') return 0;
  const within = Object.values(value).reduce((sum, each) => sum + namesIn(each), 0);
  return within + (Array.isArray(value) ? 0 : Object.keys(value).length);
}

/** A field that stands twice: people read both, a parser keeps the last and would call the file unaltered. */
function faultsOfText(text, dossier) {
  const written = text.match(/"(?:[^"\\]|\\.)*"\s*:?/g)?.filter((each) => each.endsWith(':')) ?? [];
  const twice = written.length - namesIn(dossier);
  return twice === 0 ? [] : [`Fields that stand in it twice: ${twice}.`];
}

/** Everything that is wrong with a dossier, as sentences; an empty list means that it is whole. */
export function faultsOf(dossier) {
  const faults = [];
  const { manifest, format, exportedAt, exportedBy, ...parts } = dossier;
  const { seal, ...listed } = manifest;
  if (digest({ format, exportedAt, exportedBy, ...listed }) !== seal)
    faults.push('The manifest was altered.');
  for (const [name, { entries, sha256 }] of Object.entries(listed.parts)) {
    const part = parts[name];
    if (part === undefined) {
      faults.push(`${name}: missing.`);
      continue;
    }
    const found = Array.isArray(part) ? part.length : part === null ? 0 : 1;
    if (found !== entries) faults.push(`${name}: ${found} entries instead of ${entries}.`);
    if (digest(part) !== sha256) faults.push(`${name}: altered since it was exported.`);
  }
  for (const name of Object.keys(parts))
    if (!Object.hasOwn(listed.parts, name)) faults.push(`${name}: not of the dossier as it was exported.`);
  let previous = { seq: 0, hash: '' };
  for (const event of dossier.events) {
    const { hash, ...rest } = event;
    const where = `Event ${event.seq} (${event.type})`;
    if (event.seq !== previous.seq + 1)
      faults.push(`${where}: stands where event ${previous.seq + 1} belongs.`);
    else if (event.prevHash !== previous.hash)
      faults.push(`${where}: does not follow from event ${previous.seq}.`);
    if (event.taskId !== dossier.task?.id) faults.push(`${where}: belongs to another task.`);
    if (digest(rest) !== hash) faults.push(`${where}: altered.`);
    previous = { seq: event.seq, hash };
  }
  const { chain } = listed;
  if (previous.seq !== chain?.seq || previous.hash !== chain.hash)
    faults.push(`The record ends with event ${previous.seq}; the task's last one is event ${chain?.seq}.`);
  return faults;
}

/** What is wrong with the anchors themselves. They must follow from each other without a gap. */
export function faultsOfAnchors(anchors) {
  return anchors.flatMap((anchor, i) => {
    const { hash, ...rest } = anchor;
    const before = anchors[i - 1];
    if (digest(rest) !== hash) return [`Anchor of ${anchor.day}: altered.`];
    if (!before || (anchor.previous?.day === before.day && anchor.previous.hash === before.hash)) return [];
    return [`Anchor of ${anchor.day}: does not follow from that of ${before.day}.`];
  });
}

/** Where the events differ from what was anchored, and up to which event they are the anchored ones. */
export function compareWithAnchors({ task, events }, anchors) {
  let upTo = 0;
  let on = '';
  for (const { day, leaves } of anchors) {
    const leaf = leaves.find(({ taskId }) => taskId === task?.id);
    if (!leaf) continue;
    const event = events.find(({ seq }) => seq === leaf.seq);
    const which =
      upTo + 1 === leaf.seq ? `Event ${leaf.seq}` : `At least one of events ${upTo + 1} to ${leaf.seq}`;
    if (!event) return { fault: `Event ${leaf.seq} is missing: the anchor of ${day} knows it.`, upTo, on };
    if (event.hash !== leaf.hash) {
      const fault = `${which} was altered after ${day} and the digests computed anew: the anchor of that day holds another one of event ${leaf.seq}.`;
      return { fault, upTo, on };
    }
    upTo = leaf.seq;
    on = day;
  }
  return { upTo, on };
}

/** Anchors by day, from files and directories. Throws for what is none. */
function readAnchors(paths) {
  const files = paths.flatMap((path) =>
    statSync(path).isDirectory()
      ? readdirSync(path)
          .filter((name) => /^\d{4}-\d\d-\d\d\.json$/.test(name))
          .map((name) => join(path, name))
      : [path],
  );
  const anchors = files.map((file) => {
    const anchor = JSON.parse(readFileSync(file, 'utf8'));
    if (anchor?.format !== 'don-doc/anchor/1' || !Array.isArray(anchor.leaves))
      throw new Error(`${file} is not an anchor of Đôn Đốc`);
    return anchor;
  });
  if (anchors.length === 0) throw new Error(`there are no anchors in ${paths.join(', ')}`);
  return anchors.sort((a, b) => (a.day < b.day ? -1 : 1));
}

function main([file, option, ...paths]) {
  if (!file || (option !== undefined && (option !== '--anchors' || paths.length === 0)))
    return fail(2, 'Usage: verify-dossier FILE [--anchors FILE|DIRECTORY...]');
  let text;
  let dossier;
  try {
    text = readFileSync(file, 'utf8');
    dossier = JSON.parse(text);
  } catch (error) {
    return fail(2, `${file} cannot be read: ${error.message}`);
  }
  if (dossier?.format !== 'don-doc/dossier/1' || !Array.isArray(dossier.events) || !dossier.manifest?.parts)
    return fail(2, `${file} is not a dossier of Đôn Đốc.`);
  const faults = [...faultsOfText(text, dossier), ...faultsOf(dossier)];
  let anchored = '';
  if (option) {
    let anchors;
    try {
      anchors = readAnchors(paths);
    } catch (error) {
      return fail(2, `The anchors cannot be read: ${error.message}.`);
    }
    const { fault, upTo, on } = compareWithAnchors(dossier, anchors);
    faults.push(...faultsOfAnchors(anchors), ...(fault ? [fault] : []));
    const later = dossier.events.length - upTo;
    anchored = [
      `\n${anchors.length} anchors from ${anchors[0].day} to ${anchors.at(-1).day}: `,
      upTo > 0 ? `as anchored up to event ${upTo} on ${on}` : 'none of them knows this task',
      later > 0 ? `; later events in no anchor of these: ${later}` : '',
    ].join('');
  }
  if (faults.length > 0) return fail(1, faults.join('\n'));
  process.stdout.write(
    `${dossier.task.code}: ${dossier.events.length} events, whole and unaltered up to ${dossier.manifest.chain.hash}${anchored}\n`,
  );
  return 0;
}

function fail(code, text) {
  process.stderr.write(`${text}\n`);
  return code;
}

// By whatever name it is called: `npx` calls it through a link.
if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  process.exitCode = main(process.argv.slice(2));
