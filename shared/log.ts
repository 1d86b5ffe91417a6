/** One line of JSON per entry. Never a body, an address or a name. */
export type Log = {
  info(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
  /** A CloudWatch metric in embedded format; see the namespace DonDoc. */
  metric(name: string, value: number, unit?: 'Count' | 'Milliseconds' | 'Seconds'): void;
};

const levels = ['debug', 'info', 'warn', 'error'] as const;

/**
 * One JSON line per entry on standard output. Give ids, routes and numbers only: never bodies, addresses or names.
 * Metrics are written in CloudWatch's embedded format, namespace DonDoc, dimension Stage: the alarms of
 * infra/operations.ts look there. The function's name is a property, for log queries.
 */
export function openLog(options: { fn: string; stage: string; level: (typeof levels)[number] }): Log {
  const { fn, stage, level } = options;
  const write = (line: Record<string, unknown>) => void process.stdout.write(`${JSON.stringify(line)}\n`);
  const shown = (at: (typeof levels)[number]) => levels.indexOf(at) >= levels.indexOf(level);
  return {
    info: (message, fields) => {
      if (shown('info')) write({ level: 'info', fn, message, ...fields });
    },
    error: (message, fields) => write({ level: 'error', fn, message, ...fields }),
    metric: (name, value, unit = 'Count') => {
      // A deployment that only wants errors in its log has no use for metrics either: they are log lines too.
      if (!shown('info')) return;
      write({
        _aws: {
          Timestamp: Date.now(),
          CloudWatchMetrics: [
            {
              Namespace: 'DonDoc',
              Dimensions: [['Stage']],
              Metrics: [{ Name: name, Unit: unit }],
            },
          ],
        },
        Stage: stage,
        Function: fn,
        [name]: value,
      });
    },
  };
}
