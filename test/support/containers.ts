import type { World } from '../../shared/actions/world.ts';
import { openStore } from '../../shared/store/client.ts';
import { createWatch, type Strikes } from './crashes.ts';
import type { Engine } from './engine.ts';

export type Containers = ReturnType<typeof createContainers>;
export type FunctionName = 'api' | 'relay' | 'remind' | 'escalate' | 'mail' | 'feedback' | 'close' | 'work';

export type Measurement = { metric: string; value: number; at: string };

/** One container per function: its own client, its own caches, its outward calls under watch. */
export function createContainers(engine: Engine, timeZone: string, now: () => string, strikes: Strikes) {
  const watch = createWatch(strikes);
  const metrics = new Map<string, number>();
  const measurements: Measurement[] = [];
  const failures: string[] = [];
  const clients = [engine.client];
  let down = false;

  function start(name: FunctionName) {
    const watched = watch.watched(name);
    const client = watched.watch(engine.direct());
    clients.push(client);
    const world: World = {
      store: openStore({ timeZone, table: engine.tableName, client }),
      settings: { timeZone, calendarMode: 'official' },
      log: {
        info: () => {},
        error: () => {},
        metric: (metric, value) => {
          metrics.set(metric, (metrics.get(metric) ?? 0) + value);
          measurements.push({ metric, value, at: now() });
        },
      },
    };
    async function invoke<T>(work: () => Promise<T>): Promise<T> {
      if (down) throw new Error('functions are down');
      try {
        return await watched.invoke(work);
      } catch (error) {
        failures.push(
          `${now()} ${name}: ${error instanceof Error ? `${error.name} ${error.message}` : error}`,
        );
        throw error;
      }
    }
    return { world, invoke, outward: watched.outward };
  }

  return {
    functions: {
      api: start('api'),
      relay: start('relay'),
      remind: start('remind'),
      escalate: start('escalate'),
      mail: start('mail'),
      feedback: start('feedback'),
      close: start('close'),
      work: start('work'),
    },
    calls: watch.calls,
    metrics,
    /** Every single value that went into them. */
    measurements,
    /** Invocations that threw, with the reason. */
    failures,
    /** Every function fails from now on, or works again. */
    setDown: (value: boolean) => {
      down = value;
    },
    close: () => {
      for (const client of clients) client.destroy();
    },
  };
}
