/** Names of the commands behind links in logs: nothing else may be called from a hover. */
export const logCommands = {
  /** (file, line): the timeline at a line of a log. */
  reveal: 'stallscope.log.reveal',
  /** (file, place): a place of the trace that covers the file. */
  show: 'stallscope.log.show',
} as const;
