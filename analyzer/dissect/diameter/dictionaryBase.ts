/** AVPs of the base protocol, overload and load, redirects by realm, priorities. Form and sources: dictionary.ts, NOTICE. */
import type { DictionaryPart } from './avpDefinition.ts';

export const baseDictionary: readonly DictionaryPart[] = [
  { source: 'RFC 6733', vendor: 0, rows: `
1 User-Name UTF8String M
25 Class OctetString M
27 Session-Timeout Unsigned32 M
33 Proxy-State OctetString M
44 Acct-Session-Id OctetString M
50 Acct-Multi-Session-Id UTF8String M
55 Event-Timestamp Time M
85 Acct-Interim-Interval Unsigned32 M
257 Host-IP-Address Address M
258 Auth-Application-Id Unsigned32 M
259 Acct-Application-Id Unsigned32 M
260 Vendor-Specific-Application-Id Grouped M
261 Redirect-Host-Usage Enumerated M 0:DONT_CACHE 1:ALL_SESSION 2:ALL_REALM 3:REALM_AND_APPLICATION 4:ALL_APPLICATION 5:ALL_HOST 6:ALL_USER
262 Redirect-Max-Cache-Time Unsigned32 M
263 Session-Id UTF8String M
264 Origin-Host DiameterIdentity M
265 Supported-Vendor-Id Unsigned32 M
266 Vendor-Id Unsigned32 M
267 Firmware-Revision Unsigned32 -
268 Result-Code Unsigned32 M
269 Product-Name UTF8String -
270 Session-Binding Unsigned32 M 1:RE_AUTH 2:STR 4:ACCOUNTING
271 Session-Server-Failover Enumerated M 0:REFUSE_SERVICE 1:TRY_AGAIN 2:ALLOW_SERVICE 3:TRY_AGAIN_ALLOW_SERVICE
272 Multi-Round-Time-Out Unsigned32 M
273 Disconnect-Cause Enumerated M 0:REBOOTING 1:BUSY 2:DO_NOT_WANT_TO_TALK_TO_YOU
274 Auth-Request-Type Enumerated M 1:AUTHENTICATE_ONLY 2:AUTHORIZE_ONLY 3:AUTHORIZE_AUTHENTICATE
276 Auth-Grace-Period Unsigned32 M
277 Auth-Session-State Enumerated M 0:STATE_MAINTAINED 1:NO_STATE_MAINTAINED
278 Origin-State-Id Unsigned32 M
279 Failed-AVP Grouped M
280 Proxy-Host DiameterIdentity M
281 Error-Message UTF8String -
282 Route-Record DiameterIdentity M
283 Destination-Realm DiameterIdentity M
284 Proxy-Info Grouped M
285 Re-Auth-Request-Type Enumerated M 0:AUTHORIZE_ONLY 1:AUTHORIZE_AUTHENTICATE
287 Accounting-Sub-Session-Id Unsigned64 M
291 Authorization-Lifetime Unsigned32 M
292 Redirect-Host DiameterURI M
293 Destination-Host DiameterIdentity M
294 Error-Reporting-Host DiameterIdentity -
295 Termination-Cause Enumerated M 1:DIAMETER_LOGOUT 2:DIAMETER_SERVICE_NOT_PROVIDED 3:DIAMETER_BAD_ANSWER 4:DIAMETER_ADMINISTRATIVE 5:DIAMETER_LINK_BROKEN 6:DIAMETER_AUTH_EXPIRED 7:DIAMETER_USER_MOVED 8:DIAMETER_SESSION_TIMEOUT 11:User_Request 12:Lost_Carrier 13:Lost_Service 14:Idle_Timeout 15:Session_Timeout 16:Admin_Reset 17:Admin_Reboot 18:Port_Error 19:NAS_Error 20:NAS_Request 21:NAS_Reboot 22:Port_Unneeded 23:Port_Preempted 24:Port_Suspended 25:Service_Unavailable 26:Callback 27:User_Error 28:Host_Request 29:Supplicant_Restart 30:Reauthentication_Failure 31:Port_Reinit 32:Port_Disabled
296 Origin-Realm DiameterIdentity M
297 Experimental-Result Grouped M
298 Experimental-Result-Code Unsigned32 M
299 Inband-Security-Id Enumerated M 0:NO_INBAND_SECURITY 1:TLS
480 Accounting-Record-Type Enumerated M 1:EVENT_RECORD 2:START_RECORD 3:INTERIM_RECORD 4:STOP_RECORD
483 Accounting-Realtime-Required Enumerated M 1:DELIVER_AND_GRANT 2:GRANT_AND_STORE 3:GRANT_AND_LOSE
485 Accounting-Record-Number Unsigned32 M
` },
  { source: 'RFC 7075', vendor: 0, rows: `
620 Redirect-Realm DiameterIdentity .
` },
  { source: 'RFC 5729', vendor: 0, rows: `
275 Alternate-Peer DiameterIdentity .
` },
  { source: 'RFC 7683', vendor: 0, rows: `
621 OC-Supported-Features Grouped -
622 OC-Feature-Vector Unsigned64 -
623 OC-OLR Grouped -
624 OC-Sequence-Number Unsigned64 -
625 OC-Validity-Duration Unsigned32 -
626 OC-Report-Type Enumerated - 0:HOST_REPORT 1:REALM_REPORT 2:PEER_REPORT
627 OC-Reduction-Percentage Unsigned32 -
` },
  { source: 'RFC 8582', vendor: 0, rows: `
670 OC-Maximum-Rate Unsigned32 -
` },
  { source: 'RFC 8581', vendor: 0, rows: `
648 OC-Peer-Algo Unsigned64 -
` },
  { source: 'RFC 8583', vendor: 0, rows: `
649 SourceID DiameterIdentity -
650 Load Grouped -
651 Load-Type Enumerated - 0:HOST 1:PEER
652 Load-Value Unsigned64 -
` },
  { source: 'RFC 7944', vendor: 0, rows: `
301 DRMP Enumerated - 0:PRIORITY_0 1:PRIORITY_1 2:PRIORITY_2 3:PRIORITY_3 4:PRIORITY_4 5:PRIORITY_5 6:PRIORITY_6 7:PRIORITY_7 8:PRIORITY_8 9:PRIORITY_9 10:PRIORITY_10 11:PRIORITY_11 12:PRIORITY_12 13:PRIORITY_13 14:PRIORITY_14 15:PRIORITY_15
` },
];
