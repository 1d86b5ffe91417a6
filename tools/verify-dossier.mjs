#!/usr/bin/env node
// Verifies the dossier of a task, offline: needs nothing but Node and this file, and shares no code with the system that
// wrote it. Exit 0: whole and unaltered. Exit 1: what is wrong, one line each. Exit 2: not a dossier.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** JSON with sorted keys and no white space: what the digests are taken of. */
function canonical(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const keys = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`).join(',')}}`;
}

const digest = (value) => createHash('sha256').update(canonical(value)).digest('hex');

/** Everything that is wrong with a dossier, as sentences; an empty list means that it is whole. */
export function faultsOf(dossier) {
  const faults = [];
  const { manifest, format, exportedAt, exportedBy } = dossier;
  const { seal, ...listed } = manifest;
  if (digest({ format, exportedAt, exportedBy, ...listed }) !== seal)
    faults.push('The manifest was altered.');
  for (const [name, { entries, sha256 }] of Object.entries(listed.parts)) {
    const part = dossier[name];
    const found = Array.isArray(part) ? part.length : part === null ? 0 : 1;
    if (found !== entries) faults.push(`${name}: ${found} entries instead of ${entries}.`);
    if (digest(part) !== sha256) faults.push(`${name}: altered since it was exported.`);
  }
  let previous = { seq: 0, hash: '' };
  for (const event of dossier.events) {
    const { hash, ...rest } = event;
    const where = `Event ${event.seq} (${event.type})`;
    if (event.seq !== previous.seq + 1)
      faults.push(`${where}: stands where event ${previous.seq + 1} belongs.`);
    else if (event.prevHash !== previous.hash)
      faults.push(`${where}: does not follow from event ${previous.seq}.`);
    if (event.taskId !== dossier.task.id) faults.push(`${where}: belongs to another task.`);
    if (digest(rest) !== hash) faults.push(`${where}: altered.`);
    previous = { seq: event.seq, hash };
  }
  const { chain } = listed;
  if (previous.seq !== chain.seq || previous.hash !== chain.hash)
    faults.push(`The record ends with event ${previous.seq}; the task's last one is event ${chain.seq}.`);
  return faults;
}

function main([file]) {
  if (!file) return fail(2, 'Usage: verify-dossier FILE');
  let dossier;
  try {
    dossier = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    return fail(2, `${file} cannot be read: ${error.message}`);
  }
  if (dossier?.format !== 'don-doc/dossier/1' || !Array.isArray(dossier.events) || !dossier.manifest?.parts)
    return fail(2, `${file} is not a dossier of Đôn Đốc.`);
  const faults = faultsOf(dossier);
  if (faults.length > 0) return fail(1, faults.join('\n'));
  process.stdout.write(
    `${dossier.task.code}: ${dossier.events.length} events, whole and unaltered up to ${dossier.manifest.chain.hash}\n`,
  );
  return 0;
}

function fail(code, text) {
  process.stderr.write(`${text}\n`);
  return code;
}

if (import.meta.main ?? process.argv[1]?.endsWith('verify-dossier.mjs'))
  process.exitCode = main(process.argv.slice(2));
