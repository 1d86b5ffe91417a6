import fc from 'fast-check';
import { addWorkingDays, localDateOf } from '../../shared/domain/calendar.ts';
import { permissions } from '../../shared/domain/permissions.ts';
import { Refusal } from '../../shared/domain/refusal.ts';
import type { Request } from '../../shared/domain/request.ts';
import { deeds } from './deeds.ts';
import type { Play } from './play.ts';

/** One thing that happens to a task: how it is played, and the name under which a failing run prints it. */
export type Move = { play: (play: Play, taskId: string) => void; [fc.toStringMethod]: () => string };

const move = (name: string, play: Move['play']): Move => ({ play, [fc.toStringMethod]: () => name });

const people = [
  'usr_STC_head',
  'usr_STC_officer',
  'usr_SXD_head',
  'usr_QU-BADINH_officer',
  'usr_BCS-UBND_head',
  'usr_VPTU_head',
  'usr_VPTU_officer',
  'usr_TT_head',
  'usr_BNC_officer',
];
const units = ['unt_STC', 'unt_SXD', 'unt_QU-BADINH', 'unt_VPTU', 'unt_GONE'];

/** A date so many working days from the play's present; negative ones are refused. */
const inDays = (play: Play, days: number) => ({
  date: addWorkingDays(play.context.calendar, localDateOf(play.context.calendar, play.now()), days),
});
const after = (play: Play, minutes: number) =>
  new Date(Date.parse(play.now()) + minutes * 60_000).toISOString();

type Choice = { play: Play; id: string; who: string; days: number; unit: string };
/** `of`: the kind of request that it answers; possible only while one is open. */
type Act = { deed: keyof typeof deeds; of?: Request['kind']; take: (choice: Choice) => void };

/** Every deed with some input; a deed with two kinds of input is there twice. */
const acts: Act[] = [
  { deed: 'accept', take: ({ play, id, who }) => play.act(who, id, deeds.accept, {}) },
  { deed: 'dispute', take: ({ play, id, who }) => play.act(who, id, deeds.dispute, { reason: 'r' }) },
  { deed: 'uphold', take: ({ play, id, who }) => play.act(who, id, deeds.uphold, { reason: 'r' }) },
  { deed: 'progress', take: ({ play, id, who }) => play.act(who, id, deeds.progress, { note: 'n' }) },
  { deed: 'submit', take: ({ play, id, who }) => play.act(who, id, deeds.submit, { note: 'n' }) },
  { deed: 'submit', take: ({ play, id, who }) => play.act(who, id, deeds.submit, {}) },
  { deed: 'confirm', take: ({ play, id, who }) => play.act(who, id, deeds.confirm, {}) },
  {
    deed: 'confirm',
    take: ({ play, id, who }) => play.act(who, id, deeds.confirm, { quality: 'good', reasons: 'r' }),
  },
  {
    deed: 'conclude',
    take: ({ play, id, who }) => {
      const found = { nature: 'n', degree: 'minor' as const, cause: 'c', responsibility: 'r' };
      play.act(who, id, deeds.conclude, found);
    },
  },
  {
    deed: 'demandRectification',
    take: ({ play, id, who, days }) =>
      play.act(who, id, deeds.demandRectification, { demand: 'd', deadline: inDays(play, days) }),
  },
  {
    deed: 'answerRectification',
    of: 'rectification',
    take: ({ play, id, who }) => {
      const rectificationId = asked(play, id, 'rectification');
      play.act(who, id, deeds.answerRectification, { rectificationId, text: 't' });
    },
  },
  {
    deed: 'askContribution',
    take: ({ play, id, who }) => play.act(who, id, deeds.askContribution, { text: 't' }),
  },
  {
    deed: 'contribute',
    of: 'contribution',
    take: ({ play, id, who }) => {
      const contributionId = asked(play, id, 'contribution');
      play.act(who, id, deeds.contribute, { contributionId, text: 't' });
    },
  },
  {
    deed: 'sendBack',
    take: ({ play, id, who, days }) =>
      play.act(who, id, deeds.sendBack, { reason: 'r', deadline: inDays(play, days) }),
  },
  { deed: 'urge', take: ({ play, id, who }) => play.act(who, id, deeds.urge, {}) },
  { deed: 'suspend', take: ({ play, id, who }) => play.act(who, id, deeds.suspend, { reason: 'r' }) },
  { deed: 'resume', take: ({ play, id, who }) => play.act(who, id, deeds.resume, {}) },
  {
    deed: 'resume',
    take: ({ play, id, who, days }) => play.act(who, id, deeds.resume, { deadline: inDays(play, days) }),
  },
  { deed: 'cancel', take: ({ play, id, who }) => play.act(who, id, deeds.cancel, { reason: 'r' }) },
  {
    deed: 'reassign',
    take: ({ play, id, who, unit }) => play.act(who, id, deeds.reassign, { leadUnitId: unit, reason: 'r' }),
  },
  {
    deed: 'requestExtension',
    take: ({ play, id, who, days }) =>
      play.act(who, id, deeds.requestExtension, { reason: 'r', deadline: inDays(play, days) }),
  },
  {
    deed: 'decideExtension',
    of: 'extension',
    take: ({ play, id, who, days }) => {
      const extensionId = asked(play, id, 'extension');
      const input = days < 3 ? { approved: false, reason: 'r' } : { approved: true };
      play.act(who, id, deeds.decideExtension, { extensionId, ...input });
    },
  },
  {
    deed: 'raiseProposal',
    take: ({ play, id, who, days }) =>
      play.act(who, id, deeds.raiseProposal, { text: 't', blocking: days > 10 }),
  },
  {
    deed: 'raiseProposal',
    take: ({ play, id, who, days, unit }) =>
      play.act(who, id, deeds.raiseProposal, { text: 't', blocking: days > 3, addressedToUnitId: unit }),
  },
  {
    deed: 'answerProposal',
    of: 'proposal',
    take: ({ play, id, who, days }) =>
      play.act(who, id, deeds.answerProposal, {
        proposalId: asked(play, id, 'proposal'),
        text: 't',
        interim: days > 20,
      }),
  },
  {
    deed: 'appealProposal',
    take: ({ play, id, who }) =>
      play.act(who, id, deeds.appealProposal, { proposalId: asked(play, id, 'proposal'), reason: 'r' }),
  },
  {
    deed: 'change',
    take: ({ play, id, who, days }) =>
      play.act(who, id, deeds.change, { deadline: inDays(play, days), reason: 'r' }),
  },
  {
    deed: 'change',
    take: ({ play, id, who, unit }) => play.act(who, id, deeds.change, { coordinatingUnitIds: [unit] }),
  },
];

/** The request of a kind that is open, or the latest; one that is not there, when nobody asked. */
function asked(play: Play, id: string, kind: Request['kind']): string {
  const some = play.aggregate(id).requests.filter((each) => each.kind === kind);
  return (some.find((each) => each.state === 'open') ?? some.at(-1))?.id ?? 'none';
}

/** Somebody whom the table permits this: the lead's head for the lead's own actions, that of whoever was asked to contribute, else that of the assigner. */
function permitted(play: Play, id: string, deed: keyof typeof deeds): string {
  const lead = permissions[deeds[deed].action].parties.lead;
  const coordinating = play.task(id).coordinatingUnitIds[0] ?? 'unt_TT';
  const unit = lead ? play.task(id).leadUnitId : deed === 'contribute' ? coordinating : 'unt_TT';
  return `${unit.replace('unt_', 'usr_')}_head`;
}

/** What the rules permit to this person now is done; what they do not, changes nothing. */
function attempt(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}

/** Mostly what is possible in the state that the task is in, by somebody who may; sometimes anything by anybody. */
const action = fc
  .record({
    pick: fc.nat(),
    possible: fc.integer({ min: 0, max: 9 }).map((n) => n < 8),
    who: fc.option(fc.constantFrom(...people), { freq: 3, nil: undefined }),
    // Cancelling ends a life: rarely, or the others would hardly be lived.
    cancels: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
    days: fc.integer({ min: -2, max: 30 }),
    unit: fc.constantFrom(...units),
  })
  .map(({ pick, possible, who, cancels, days, unit }) => {
    const by = `by ${who ?? 'whoever may'} (${days} days, ${unit})`;
    return move(`action ${pick}${possible ? ' of those possible' : ''} ${by}`, (play, id) => {
      const { status } = play.task(id);
      const waiting = new Set(
        play.aggregate(id).requests.flatMap((each) => (each.state === 'open' ? each.kind : [])),
      );
      const some = acts.filter(
        ({ deed, of }) =>
          (deed === 'cancel') === cancels &&
          (!possible || (permissions[deeds[deed].action].from.includes(status) && (!of || waiting.has(of)))),
      );
      const act = some[pick % Math.max(1, some.length)];
      if (act) attempt(() => act.take({ play, id, who: who ?? permitted(play, id, act.deed), days, unit }));
    });
  });

const minutes = (max: number) => fc.integer({ min: 1, max });

const passing = fc
  .oneof(minutes(1440), minutes(12 * 1440))
  .map((span) => move(`${span} minutes pass`, (play) => play.advance(after(play, span))));

const outage = minutes(40 * 1440).map((span) =>
  move(`nothing fires for ${span} minutes`, (play) => play.outage(after(play, span))),
);

/** A pointer to some moment of some obligation, as queues deliver them: again, early, late, long after. */
const stray = fc
  .record({ pick: fc.nat(), when: fc.constantFrom('next', 'due', 'since') })
  .map(({ pick, when }) =>
    move(`a stray pointer to ${when} of obligation ${pick}`, (play, id) => {
      const { obligations } = play.aggregate(id);
      const found = obligations[pick % Math.max(1, obligations.length)];
      if (!found) return;
      const at = { next: found.next?.at, due: found.due?.at, since: found.since }[when];
      if (at) play.deliver(id, { obligationId: found.id, at }, play.now());
    }),
  );

/** Lives of one task: actions by all sorts of people, time that passes, engines that are down, deliveries that repeat. */
export const lives: fc.Arbitrary<Move[]> = fc.array(
  fc.oneof(
    { weight: 10, arbitrary: action },
    { weight: 5, arbitrary: passing },
    { weight: 1, arbitrary: outage },
    { weight: 1, arbitrary: stray },
  ),
  { minLength: 1, maxLength: 40, size: 'max' },
);
