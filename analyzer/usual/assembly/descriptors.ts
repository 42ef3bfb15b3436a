/**
 * What descriptors turned out to be: which socket fd 17 of a thread is, and which one an answer of epoll_wait means. Holds until anything
 * changes on the other side, which then forgets all of it.
 */
import { copy, isSame } from './bytes';
import { ANNOTATION_BYTES, MOST_SOCKETS } from '../sizes';

/** Not known here. */
export const UNTOLD: i32 = -3;
/** No SCTP socket; a descriptor of which nothing is known (dissect/syscalls/descriptors.ts). */
export const OTHER: i32 = -2;
export const UNKNOWN: i32 = -1;
/** In place of an answer's number: the descriptor itself. */
const NO_ANSWER: i32 = 0xfff;

const ENTRY_BYTES: usize = 24;
const ENTRIES: usize = 1024;
const entries: usize = memory.data(1024 * 24, 16);
/** By entry: the text of its annotation. */
const annotations: usize = memory.data(1024 * 112 + 16, 16);
/** The annotation that learnDescriptor() is about. */
export const annotationBytes: usize = memory.data(112 + 16, 16);
const HAS_KEY: u64 = 1 << 63;

/** By socket: thread that used it last, -1 for one that nobody used since. */
const users: usize = memory.data(1024 * 4, 16);
/** Sockets that somebody used since. */
export const used: usize = memory.data(1024 * 2, 16);
export let usedCount: i32 = 0;

/** Of the entry found last: whether the socket is known to be SCTP, or the descriptor that an answer means. */
export let detail: i32 = 0;
let found: usize = 0;

export function socketOf(slot: i32, fd: i32): i32 {
  return find(slot, fd, NO_ANSWER);
}

/** Is the annotation that of the descriptor found last? What it says is known then. */
export function isAnnotated(annotation: usize, length: usize): bool {
  if (<usize>load<i32>(found, 16) !== length) return false;
  return length === 0 || isSame(annotation, annotationOf(found), length);
}

export function answeredSocket(slot: i32, epoll: i32, answer: i32): i32 {
  return find(slot, epoll, answer);
}

/** The first `length` of annotationBytes are the annotation. */
export function learnDescriptor(slot: i32, fd: i32, socket: i32, isSctp: i32, length: i32): void {
  learn(slot, fd, NO_ANSWER, socket, isSctp, length);
}

export function learnAnswer(slot: i32, epoll: i32, answer: i32, socket: i32, fd: i32): void {
  learn(slot, epoll, answer, socket, fd, 0);
}

/** Another text has the number. */
export function forgetAnswer(answer: i32): void {
  for (let entry = entries; entry < entries + ENTRIES * ENTRY_BYTES; entry += ENTRY_BYTES) {
    if (<i32>((load<u64>(entry) >> 8) & 0xfff) === answer) store<u64>(entry, 0);
  }
}

/** What `fd` is has changed, for some threads. */
export function forgetDescriptor(fd: i32): void {
  for (let entry = entries; entry < entries + ENTRIES * ENTRY_BYTES; entry += ENTRY_BYTES) {
    const key = load<u64>(entry);
    const isAnswer = <i32>((key >> 8) & 0xfff) !== NO_ANSWER;
    if ((isAnswer ? load<i32>(entry, 12) : <i32>((key & ~HAS_KEY) >> 20)) === fd) store<u64>(entry, 0);
  }
}

export function forgetDescriptors(): void {
  memory.fill(entries, 0, ENTRIES * ENTRY_BYTES);
}

export function use(socket: i32, thread: i32): void {
  const user = users + <usize>socket * 4;
  const before = load<i32>(user) - 1;
  if (before === thread) return;
  if (before < 0) {
    store<u16>(used + <usize>usedCount * 2, <u16>socket);
    usedCount++;
  }
  store<i32>(user, thread + 1);
}

/** Thread that used the `index`-th of the used sockets last. */
export function userOf(socket: i32): i32 {
  return load<i32>(users + <usize>socket * 4) - 1;
}

export function forgetUsers(): void {
  for (let i = 0; i < usedCount; i++) store<i32>(users + <usize>load<u16>(used + <usize>i * 2) * 4, 0);
  usedCount = 0;
}

function find(slot: i32, fd: i32, answer: i32): i32 {
  const key = keyOf(slot, fd, answer);
  const entry = entryOf(key);
  if (load<u64>(entry) !== key) return UNTOLD;
  found = entry;
  detail = load<i32>(entry, 12);
  return load<i32>(entry, 8);
}

function learn(slot: i32, fd: i32, answer: i32, socket: i32, more: i32, annotationLength: i32): void {
  if (socket >= MOST_SOCKETS) return;
  const key = keyOf(slot, fd, answer);
  const entry = entryOf(key);
  store<u64>(entry, key);
  store<i32>(entry, socket, 8);
  store<i32>(entry, more, 12);
  store<i32>(entry, annotationLength, 16);
  copy(annotationOf(entry), annotationBytes, <usize>annotationLength);
}

function annotationOf(entry: usize): usize {
  return annotations + ((entry - entries) / ENTRY_BYTES) * ANNOTATION_BYTES;
}

function keyOf(slot: i32, fd: i32, answer: i32): u64 {
  return HAS_KEY | (<u64>fd << 20) | (<u64>answer << 8) | <u64>slot;
}

function entryOf(key: u64): usize {
  const hash = <u32>(key ^ (key >> 32)) * 0x9e3779b1;
  return entries + <usize>(hash >> 22) * ENTRY_BYTES;
}
