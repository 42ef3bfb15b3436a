/** The two names of the timeline's editor: one per priority, because a contribution has one. */
import type * as vscode from 'vscode';

export const timelineViewType = 'stallscope.timeline';
/** The same editor, offered for logs, which open as text otherwise. */
export const logTimelineViewType = 'stallscope.logTimeline';

const DEFAULT = /\.(pcap|pcapng|cap)(\.(gz|zst))?$|\.strace(\.\d+)?\.(gz|zst)$|\.stallscope$/i;
/** Of the two, the one that the manifest offers for such a file. */
export const viewTypeOf = ({ path }: vscode.Uri): string => (DEFAULT.test(path) ? timelineViewType : logTimelineViewType);
