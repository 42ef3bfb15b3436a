/** Calls that make, connect, change and end descriptors. socket(2), connect(2), accept(2), dup(2), fcntl(2), RFC 6458 9 (peeloff, bindx, connectx). */
import { Syscall } from '../../trace/schema.ts';
import { NONE } from '../../trace/table.ts';
import { Words } from '../../trace/words.ts';
import { packedAddress, parseAnnotation } from './address.ts';
import type { Context } from './context.ts';
import { OTHER, UNKNOWN } from './descriptors.ts';
import { OpenFlag, openWords, readFlags, SocketType, socketTypeWords } from './flags.ts';
import { applyOption, Level, Option, SocketOption } from './options.ts';

const EINPROGRESS = 115;
const IPPROTO_SCTP = 132;
const protocolWords = new Words({ IPPROTO_SCTP, IPPROTO_IP: 0 });
const familyWords = new Words({ AF_INET: 2, AF_INET6: 10, PF_INET: 2, PF_INET6: 10 });
const Fcntl = { Dup: 1, DupCloseOnExec: 2, SetFlags: 3, SetDescriptorFlags: 4 } as const;
const fcntlWords = new Words({
  F_DUPFD: Fcntl.Dup, F_DUPFD_CLOEXEC: Fcntl.DupCloseOnExec, F_SETFL: Fcntl.SetFlags, F_SETFD: Fcntl.SetDescriptorFlags,
  // -X raw and -X verbose print the numbers of linux/fcntl.h.
  '0': Fcntl.Dup, '0x406': Fcntl.DupCloseOnExec, '1030': Fcntl.DupCloseOnExec, '4': Fcntl.SetFlags, '0x4': Fcntl.SetFlags,
  '2': Fcntl.SetDescriptorFlags, '0x2': Fcntl.SetDescriptorFlags,
});
const ioctlWords = new Words({ FIONBIO: 1, '0x5421': 1 });

export class Sockets {
  readonly #context: Context;
  readonly #option = new SocketOption();

  constructor(context: Context) {
    this.#context = context;
  }

  /** `socket(AF_INET, SOCK_SEQPACKET|SOCK_CLOEXEC, IPPROTO_SCTP) = 3<SCTP:[10667]>` */
  socket(): void {
    const { cursor, record, descriptors, thread } = this.#context;
    if (!this.#context.succeeded()) return;
    const fd = record.returnValue;
    const inet = familyWords.find(cursor.bytes, cursor.at, cursor.wordEnd()) > 0;
    cursor.next();
    const type = readFlags(cursor, socketTypeWords);
    cursor.next();
    const kind = type & SocketType.Mask;
    const number = cursor.number();
    const protocol = Number.isNaN(number) ? protocolWords.find(cursor.bytes, cursor.at, cursor.wordEnd()) : number;
    const oneToMany = kind === SocketType.Seqpacket;
    if (!(protocol === IPPROTO_SCTP || (inet && oneToMany && protocol === 0))) {
      descriptors.openOther(thread, fd);
      return;
    }
    descriptors.vacate(thread, fd);
    const call = this.#context.addCall(Syscall.Socket, fd, -1);
    const closeOnExec = (type & SocketType.CloseOnExec) !== 0;
    const socket = descriptors.open(thread, fd, { call, protocol: 'sctp', oneToMany, closeOnExec });
    socket.nonBlocking = (type & SocketType.NonBlocking) !== 0;
    this.#context.trace.calls.socket[call] = socket.id;
    this.#annotateResult(fd);
  }

  /** Descriptors in "[3, 4]" after the type: no SCTP sockets. */
  pair(): void {
    const { cursor, descriptors, thread } = this.#context;
    if (!this.#context.succeeded()) return;
    while (cursor.at < cursor.end && cursor.peek() !== 0x5b) cursor.at++;
    cursor.at++;
    for (let count = 0; count < 2; count++) {
      const fd = cursor.descriptor();
      if (fd >= 0) descriptors.openOther(thread, fd);
    }
  }

  /** A call whose result is a descriptor of something else. */
  other(): void {
    const { record, descriptors, thread } = this.#context;
    if (this.#context.succeeded()) descriptors.openOther(thread, record.returnValue);
  }

  bind(): void {
    const socket = this.#simple(Syscall.Bind);
    if (socket >= 0 && this.#context.succeeded()) this.#setAddress(socket, 'local');
  }

  connect(): void {
    const { record } = this.#context;
    const socket = this.#simple(Syscall.Connect);
    if (socket >= 0 && (this.#context.succeeded() || record.errno === EINPROGRESS)) this.#setAddress(socket, 'peer');
  }

  name(which: 'local' | 'peer'): void {
    const { cursor, descriptors, thread } = this.#context;
    const fd = cursor.descriptor();
    const socket = descriptors.resolve(thread, fd, cursor);
    if (socket >= 0 && this.#context.succeeded()) this.#setAddress(socket, which);
  }

  listen(): void {
    const socket = this.#simple(Syscall.Listen);
    if (socket >= 0 && this.#context.succeeded()) this.#context.socket(socket).listening = true;
  }

  /** `accept4(3, {sa_family=…}, [16], SOCK_CLOEXEC) = 5` */
  accept(): void {
    const { cursor, record, descriptors, thread, addresses } = this.#context;
    const fd = cursor.descriptor();
    const listener = descriptors.resolve(thread, fd, cursor);
    if (!this.#context.succeeded()) return;
    const accepted = record.returnValue;
    if (listener === OTHER) {
      descriptors.openOther(thread, accepted);
      return;
    }
    if (listener === UNKNOWN) {
      descriptors.vacate(thread, accepted);
      this.#annotateResult(accepted);
      return;
    }
    const start = cursor.at;
    cursor.next();
    const end = cursor.at;
    cursor.next();
    const type = readFlags(cursor, socketTypeWords);
    descriptors.vacate(thread, accepted);
    const call = this.#context.addCall(Syscall.Accept, fd, listener);
    const parent = this.#context.socket(listener);
    parent.listening = true;
    const socket = descriptors.open(thread, accepted, {
      call, protocol: parent.protocol, parent: listener, closeOnExec: (type & SocketType.CloseOnExec) !== 0,
    });
    socket.nonBlocking = (type & SocketType.NonBlocking) !== 0;
    socket.peer = addresses.text(cursor, start, end);
    this.#annotateResult(accepted);
  }

  close(): void {
    const { cursor, record, descriptors, thread } = this.#context;
    const fd = cursor.descriptor();
    if (fd < 0) return;
    if (descriptors.closeDisplaced(thread, fd, record.line, (displaced) => this.#context.addCall(Syscall.Close, fd, displaced))) return;
    const socket = descriptors.resolve(thread, fd, cursor);
    const call = socket >= 0 ? this.#context.addCall(Syscall.Close, fd, socket) : NONE;
    // close() frees the number even when it fails, but for EBADF.
    if (record.errno !== 9) descriptors.close(thread, fd, call);
  }

  closeRange(): void {
    const { cursor, record, descriptors, thread } = this.#context;
    const first = cursor.number();
    cursor.next();
    const last = cursor.number();
    cursor.next();
    const flags = cursor.peek();
    if (record.returnValue === 0 && flags === 0x30) {
      for (const fd of descriptors.between(thread, first, last)) {
        const socket = descriptors.find(thread, fd);
        descriptors.close(thread, fd, socket >= 0 ? this.#context.addCall(Syscall.Close, fd, socket) : NONE);
      }
    }
  }

  shutdown(): void {
    const socket = this.#simple(Syscall.Shutdown);
    if (socket >= 0 && this.#context.socket(socket).shutdownCall === NONE) {
      this.#context.socket(socket).shutdownCall = this.#context.trace.calls.length - 1;
    }
  }

  /** dup, dup2, dup3. */
  dup(): void {
    const { cursor, record, descriptors, thread } = this.#context;
    const fd = cursor.descriptor();
    const socket = descriptors.resolve(thread, fd, cursor);
    if (!this.#context.succeeded()) return;
    cursor.next();
    const flags = readFlags(cursor, openWords);
    descriptors.duplicate(thread, fd, record.returnValue, (flags & OpenFlag.CloseOnExec) !== 0);
    if (socket >= 0) this.#context.addCall(Syscall.Dup, fd, socket);
  }

  fcntl(): void {
    const { cursor, record, descriptors, thread } = this.#context;
    const fd = cursor.descriptor();
    const socket = descriptors.resolve(thread, fd, cursor);
    if (!this.#context.succeeded() || socket === UNKNOWN) return;
    const command = fcntlWords.find(cursor.bytes, cursor.at, cursor.wordEnd());
    if (command < 0) return;
    cursor.next();
    if (command === Fcntl.Dup || command === Fcntl.DupCloseOnExec) {
      descriptors.duplicate(thread, fd, record.returnValue, command === Fcntl.DupCloseOnExec);
      if (socket >= 0) this.#context.addCall(Syscall.Dup, fd, socket);
      return;
    }
    if (socket < 0) return;
    const flags = readFlags(cursor, openWords);
    if (command === Fcntl.SetDescriptorFlags) {
      if ((flags & 1) !== 0) descriptors.closeOnExec(thread, fd);
      return;
    }
    this.#context.socket(socket).nonBlocking = (flags & OpenFlag.NonBlocking) !== 0;
    this.#context.addCall(Syscall.Fcntl, fd, socket);
  }

  /** `ioctl(3, FIONBIO, [1]) = 0` */
  ioctl(): void {
    const { cursor, descriptors, thread } = this.#context;
    const fd = cursor.descriptor();
    const socket = descriptors.resolve(thread, fd, cursor);
    if (socket < 0 || !this.#context.succeeded()) return;
    if (ioctlWords.find(cursor.bytes, cursor.at, cursor.wordEnd()) < 0) return;
    cursor.next();
    if (cursor.peek() === 0x5b) cursor.at++;
    this.#context.socket(socket).nonBlocking = cursor.number() !== 0;
    this.#context.addCall(Syscall.Ioctl, fd, socket);
  }

  option(isSet: boolean): void {
    const { cursor, record, descriptors, thread, trace } = this.#context;
    const fd = cursor.descriptor();
    let socket = descriptors.resolve(thread, fd, cursor);
    if (socket === OTHER || fd < 0) return;
    const option = this.#option;
    option.read(cursor);
    if (option.level === Level.Sctp) {
      if (socket === UNKNOWN) socket = descriptors.open(thread, fd, { call: NONE, protocol: 'sctp' }).id;
      this.#context.socket(socket).protocol = 'sctp';
    }
    if (socket < 0 || option.level < Level.Socket) return;
    const row = this.#context.socket(socket);
    if (option.option === Option.Idle) {
      if (!isSet) row.defaultSendParamReads = (row.defaultSendParamReads ?? 0) + 1;
      return;
    }
    if (option.option === Option.BindAdd || option.option === Option.Connect) {
      const isBind = option.option === Option.BindAdd;
      this.#context.addCall(isBind ? Syscall.Bind : Syscall.Connect, fd, socket);
      const address = option.length > 0 ? packedAddress(option.bytes, option.length) : '';
      if (address !== '' && isBind) row.local = address;
      else if (address !== '' && !row.oneToMany) row.peer = address;
      return;
    }
    if (option.option === Option.Peeloff) {
      if (this.#context.succeeded()) this.#peelOff(fd, socket);
      return;
    }
    const call = this.#context.addCall(isSet ? Syscall.Setsockopt : Syscall.Getsockopt, fd, socket);
    const detail = trace.options.add();
    trace.calls.detail[call] = detail;
    trace.options.call[detail] = call;
    trace.options.name[detail] = trace.strings.id(String.fromCharCode(...cursor.bytes.subarray(option.nameStart, Math.min(option.nameEnd, option.nameStart + LONGEST_NAME))));
    trace.options.value[detail] = option.value;
    if (record.returnValue === 0) applyOption(row, option, isSet);
  }

  /** `getsockopt(3, SOL_SCTP, SCTP_SOCKOPT_PEELOFF, "*\0\0\0\5\0\0\0", [8]) = 5` */
  #peelOff(fd: number, parent: number): void {
    const { record, descriptors, thread } = this.#context;
    descriptors.vacate(thread, record.returnValue);
    const call = this.#context.addCall(Syscall.Peeloff, fd, parent);
    descriptors.open(thread, record.returnValue, { call, protocol: 'sctp', parent });
    this.#annotateResult(record.returnValue);
  }

  /** A call with a descriptor first: a row when it is a socket. Returns the socket; the cursor is at the second argument. */
  #simple(syscall: number): number {
    const { cursor, descriptors, thread } = this.#context;
    const fd = cursor.descriptor();
    const socket = descriptors.resolve(thread, fd, cursor);
    if (socket >= 0) this.#context.addCall(syscall, fd, socket);
    return socket;
  }

  #setAddress(socket: number, which: 'local' | 'peer'): void {
    const { cursor, addresses } = this.#context;
    const start = cursor.at;
    cursor.skipValue();
    const address = addresses.text(cursor, start, cursor.at);
    if (address !== '') this.#context.socket(socket)[which] = address;
  }

  /** `= 5<SCTP:[…]>` says what the new descriptor is. */
  #annotateResult(fd: number): void {
    const { record, descriptors, thread } = this.#context;
    if (record.returnPathStart === record.returnPathEnd) return;
    const said = parseAnnotation(record.bytes, record.returnPathStart, record.returnPathEnd);
    descriptors.learn(thread, fd, descriptors.find(thread, fd), said, 0);
  }
}

const LONGEST_NAME = 64;
