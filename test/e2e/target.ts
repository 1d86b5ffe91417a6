import * as z from 'zod';

/** `local`: `npm start`'s runtime, whose clock can be moved. `deployed`: stacks in an (emulated) AWS, in real time. */
export type TargetKind = 'local' | 'deployed';

/** A running system as its users see it: an address, tokens, mails that arrived, and time that passes. */
export type Target = {
  kind: TargetKind;
  url: string;
  token: (userId: string) => Promise<string>;
  now: () => Promise<Date>;
  /** Moves to, or waits for, a moment; everything due until then has happened when it resolves. */
  until: (moment: string) => Promise<void>;
  /** Resolves when what was done so far has had all its consequences; on the virtual clock half an hour later. */
  settled: () => Promise<void>;
  mails: () => Promise<ReceivedMail[]>;
  close: () => Promise<void>;
};

export const receivedMail = z.object({
  to: z.union([z.string(), z.array(z.string()).transform((all) => all.join(', '))]),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  /** Empty on a deployment: the emulator does not keep them. */
  headers: z.record(z.string(), z.string()),
  at: z.string(),
});
export type ReceivedMail = z.infer<typeof receivedMail>;
