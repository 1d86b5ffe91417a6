import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Instant } from '../domain/time.ts';

export type Ladder = { taskId: string; obligationId: string; due: Instant; attempt: number };

/** Starts the escalation of an obligation past its due moment. Named by what it is for: starting twice is starting once. */
export type StartLadder = (ladder: Ladder) => Promise<void>;

export function executionName({ obligationId, due, attempt }: Ladder): string {
  return `${obligationId}-${due.slice(0, 16).replace(/[-T:]/g, '')}-${attempt}`;
}

export function openEscalations(machineArn: string, client: SFNClient = new SFNClient({})): StartLadder {
  return async (ladder) => {
    try {
      await client.send(
        new StartExecutionCommand({
          stateMachineArn: machineArn,
          name: executionName(ladder),
          input: JSON.stringify(ladder),
        }),
      );
    } catch (error) {
      if (!(error instanceof Error && error.name === 'ExecutionAlreadyExists')) throw error;
    }
  };
}
