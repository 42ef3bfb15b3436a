/**
 * Names of Diameter commands and applications. Numbers: the IANA registry "Authentication, Authorization, and Accounting (AAA)
 * Parameters", 3GPP TS 29.230.
 */

/** code, abbreviation without R or A, name without -Request or -Answer. */
const commandRows = `
257 CE Capabilities-Exchange
258 RA Re-Auth
260 AM AA-Mobile-Node
262 HA Home-Agent-MIP
265 AA AA
268 DE Diameter-EAP
271 AC Accounting
272 CC Credit-Control
274 AS Abort-Session
275 ST Session-Termination
280 DW Device-Watchdog
282 DP Disconnect-Peer
283 UA User-Authorization
284 SA Server-Assignment
285 LI Location-Info
286 MA Multimedia-Auth
287 RT Registration-Termination
288 PP Push-Profile
300 UA User-Authorization
301 SA Server-Assignment
302 LI Location-Info
303 MA Multimedia-Auth
304 RT Registration-Termination
305 PP Push-Profile
306 UD User-Data
307 PU Profile-Update
308 SN Subscribe-Notifications
309 PN Push-Notification
310 BI Bootstrapping-Info
311 MP Message-Process
312 GP GBAPush-Info
314 PD Policy-Data
315 PI Policy-Install
316 UL Update-Location
317 CL Cancel-Location
318 AI Authentication-Information
319 ID Insert-Subscriber-Data
320 DS Delete-Subscriber-Data
321 PU Purge-UE
322 RS Reset
323 NO Notify
324 EC ME-Identity-Check
325 MI MIP6
326 QA QoS-Authorization
327 QI QoS-Install
328 CU Capabilities-Update
329 IS IKEv2-SK
330 NC NAT-Control
8388620 PL Provide-Location
8388621 LR Location-Report
8388622 RI LCS-Routing-Info
8388635 SL Spending-Limit
8388636 SN Spending-Status-Notification
8388637 TS TDF-Session
8388638 UV Update-VCSG-Location
8388639 DA Device-Action
8388640 DN Device-Notification
8388641 SI Subscriber-Information
8388642 CV Cancel-VCSG-Location
8388643 DT Device-Trigger
8388644 DR Delivery-Report
8388645 OF MO-Forward-Short-Message
8388646 TF MT-Forward-Short-Message
8388647 SR Send-Routing-Info-for-SM
8388648 AL Alert-Service-Centre
8388649 RD Report-SM-Delivery-Status
8388655 GG Get-Gateway
8388656 TE Trigger-Establishment
8388662 GA GCS-Action
8388663 GN GCS-Notification
8388664 PI ProSe-Subscriber-Information
8388665 UP Update-ProSe-Subscriber-Data
8388666 PN ProSe-Notify
8388667 RS Reset
8388668 PA ProSe-Authorization
8388669 PD ProSe-Discovery
8388670 PM ProSe-Match
8388671 MI ProSe-Match-Report-Info
8388672 PR ProSe-Proximity
8388673 PL ProSe-Location-Update
8388674 AA ProSe-Alert
8388675 PC ProSe-Cancellation
8388713 PX ProSe-Initial-Location-Information
8388718 CI Configuration-Information
8388719 RI Reporting-Information
8388720 NR Non-Aggregated-RUCI-Report
8388721 AR Aggregated-RUCI-Report
8388722 MU Modify-Uecontext
8388726 NI NIDD-Information
8388732 CM Connection-Management
8388733 OD MO-Data
8388734 TD MT-Data
`;

const applicationRows = `
0 base
1 NASREQ
2 Mobile IPv4
3 accounting
4 credit control (Gy/Ro)
5 EAP
6 SIP
7 MIP6I
8 MIP6A
9 QoS
10 Capabilities-Update
11 IKESK
12 NAT control
13 ERP
16777216 Cx/Dx
16777217 Sh
16777218 Rf
16777219 Wx
16777220 Zn
16777221 Zh
16777222 Gq
16777223 Gmb
16777224 Gx (release 6)
16777225 Gx over Gy
16777226 MM10
16777229 Rx (release 6)
16777230 Pr
16777231 e4
16777236 Rx
16777238 Gx
16777250 STa
16777251 S6a/S6d
16777252 S13
16777255 SLg
16777264 SWm
16777265 SWx
16777266 Gxx
16777267 S9
16777268 Zpn
16777272 S6b
16777291 SLh
16777292 SGmb
16777302 Sy
16777303 Sd
16777308 S7a
16777309 Tsp
16777310 S6m
16777311 T4
16777312 S6c
16777313 SGd
16777318 S15
16777319 S9a
16777320 S9a*
16777335 MB2-C
16777336 PC4a
16777337 PC2
16777340 PC6/PC7
16777342 Np
16777345 S6t
16777346 T6a/T6b
4294967295 relay
`;

interface Command {
  readonly short: string;
  readonly name: string;
}

const commands: ReadonlyMap<number, Command> = new Map(commandRows.trim().split('\n').map((row) => {
  const [code, short, name] = row.split(' ');
  return [Number(code), { short: short!, name: name! }];
}));

const applications: ReadonlyMap<number, string> = new Map(applicationRows.trim().split('\n').map((row) => {
  const blank = row.indexOf(' ');
  return [Number(row.slice(0, blank)), row.slice(blank + 1)];
}));

export const commandCodes: readonly number[] = [...commands.keys()];
export const applicationIds: readonly number[] = [...applications.keys()];

/** "CCR", "CCA"; undefined for an unknown code. */
export function commandName(code: number, isRequest: boolean): string | undefined {
  const command = commands.get(code);
  return command && `${command.short}${isRequest ? 'R' : 'A'}`;
}

/** "Credit-Control-Request". */
export function commandFullName(code: number, isRequest: boolean): string | undefined {
  const command = commands.get(code);
  return command && `${command.name}-${isRequest ? 'Request' : 'Answer'}`;
}

/** "S6a/S6d"; undefined for an unknown id. */
export function applicationName(id: number): string | undefined {
  return applications.get(id);
}
