import type { PageTexts } from './texts.ts';

export const refusalsEn: Pick<PageTexts, 'refused' | 'faults' | 'messages'> = {
  refused: {
    wrong_state: {
      title: 'The task has moved on',
      detail: 'This can no longer be done in the state that the task is in now.',
    },
    version_mismatch: {
      title: 'The task has just changed',
      detail: 'Please look at the new state and send again if it still fits. What you typed has been kept.',
    },
    idempotency_key_reused: {
      title: 'This form was sent before',
      detail: 'What you sent then has been recorded. To add what stands below, please send again.',
    },
    forbidden: {
      title: 'You may no longer do this',
      detail: 'Assignments or roles have changed since the mail was sent.',
    },
    own_work: {
      title: 'Not one’s own work',
      detail: 'Nobody confirms, returns or decides on the work of a unit that they belong to.',
    },
    invalid_request: {
      title: 'Please check what you entered',
      detail: 'Correct the following and send again:',
    },
    deadline_unreadable: {
      title: 'The new deadline cannot be read',
      detail: 'Nothing is guessed. Please enter a definite date, such as 15/12/2026.',
    },
    date_required: {
      title: 'A definite date is needed',
      detail: 'The new deadline must be a definite date, such as 15/12/2026.',
    },
    deadline_past: { title: 'The new deadline has passed', detail: 'Please choose a day to come.' },
    unit_unknown: {
      title: 'Unknown unit',
      detail: 'Please choose a unit from the list, or enter its exact name or code.',
    },
    same_lead: { title: 'The same lead', detail: 'The unit you chose leads this task already.' },
    nobody_to_urge: {
      title: 'Nobody to urge',
      detail:
        'Nobody in the unit that holds the task can be written to. Please call them, and tell an administrator.',
    },
    nothing_to_urge: { title: 'Nothing to urge', detail: 'The task is waiting for nobody.' },
    reason_required: { title: 'A reason is needed', detail: 'Please state the reason.' },
    not_later: {
      title: 'This is not later than the present deadline',
      detail: 'Please choose a day after the present deadline.',
    },
    extension_pending: {
      title: 'An extension is pending',
      detail: 'One at a time: the earlier request still waits for its decision.',
    },
    request_closed: {
      title: 'This request has been settled',
      detail: 'It has been decided or answered, or is no longer needed.',
    },
    not_a_superior: {
      title: 'Not a superior body in this matter',
      detail: 'Proposals go to the Office, the assigning body or the monitor of the task.',
    },
    busy: {
      title: 'The system is busy',
      detail: 'Please send again in a few seconds; nothing is ever recorded twice.',
    },
  },
  faults: {
    missing: 'This is required.',
    date: 'A date is needed, such as 15/12/2026.',
    url: 'An address beginning with https:// or http:// is needed.',
    number: 'A whole number from 0 to 100 is needed.',
    unit: 'There is no such unit: please enter its exact name or code.',
    long: (limit) => `Too long: at most ${limit} characters.`,
    other: 'This is not valid.',
  },
  messages: {
    unknown: {
      title: 'This link cannot be opened',
      text: [
        'The link is incomplete, no longer in use, or leads to a task that is not within your view.',
        'Please open it again from the latest mail about the task (by pressing the link, not by copying it), or log in to the system. If that does not help, ask the Office for a new mail.',
      ],
    },
    expired: {
      title: 'The link has expired',
      text: [
        'For safety, each link in a mail works for a limited time. The task, and whatever you have sent before, are not affected.',
        'Please open the link in the latest mail about this task, or log in to the system. If you need a new mail, ask the Office.',
      ],
    },
    unreadable: {
      title: 'The form could not be read',
      text: [
        'The form was too long, too old, or cut off on its way. Nothing has been recorded.',
        'Please open the link in the mail again and enter it anew. Send long documents as a link.',
      ],
    },
    failed: {
      title: 'The request could not be carried out',
      text: [
        'Something unexpected happened. If you have just sent a form: go back and send it again; nothing is ever recorded twice.',
      ],
    },
    busy: {
      title: 'The system is busy',
      text: [
        'Please try again in a few seconds. If you have just sent a form: go back and send it again; nothing is ever recorded twice.',
      ],
    },
  },
};
