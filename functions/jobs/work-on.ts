import type { JobWork, JobWorld } from '../../shared/actions/jobs.ts';

/** What is done for each type of job. A container loads what it is asked for: reading needs all that describes requests. */
export const workOn =
  (world: JobWorld): JobWork =>
  async (job, hands) => {
    if (job.type === 'import') {
      const { takeIn } = await import('./take-in.ts');
      return takeIn(world, job, hands);
    }
    const { handOut } = await import('./hand-out.ts');
    return handOut(world, job, hands);
  };
