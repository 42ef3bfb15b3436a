/** AVPs of the SIP application (RFC 4740) and Digest authentication (RFC 5090). Form and sources: dictionary.ts, NOTICE. */
import type { DictionaryPart } from './avpDefinition.ts';

export const sipDictionary: readonly DictionaryPart[] = [
  { source: 'RFC 4740, RFC 5090', vendor: 0, rows: `
103 Digest-Response UTF8String M
104 Digest-Realm UTF8String M
105 Digest-Nonce UTF8String M
106 Digest-Response-Auth UTF8String M
107 Digest-Nextnonce UTF8String M
108 Digest-Method UTF8String M
109 Digest-URI UTF8String M
110 Digest-QoP UTF8String M
111 Digest-Algorithm UTF8String M
112 Digest-Entity-Body-Hash UTF8String M
113 Digest-CNonce UTF8String M
114 Digest-Nonce-Count UTF8String M
115 Digest-Username UTF8String M
116 Digest-Opaque UTF8String M
117 Digest-Auth-Param UTF8String M
118 Digest-AKA-Auts UTF8String M
119 Digest-Domain UTF8String M
120 Digest-Stale UTF8String M
121 Digest-HA1 UTF8String M
122 SIP-AOR UTF8String M
368 SIP-Accounting-Information Grouped M
369 SIP-Accounting-Server-URI DiameterURI M
370 SIP-Credit-Control-Server-URI DiameterURI M
371 SIP-Server-URI UTF8String M
372 SIP-Server-Capabilities Grouped M
373 SIP-Mandatory-Capability Unsigned32 M
374 SIP-Optional-Capability Unsigned32 M
375 SIP-Server-Assignment-Type Enumerated M 0:NO_ASSIGNMENT 1:REGISTRATION 2:RE_REGISTRATION 3:UNREGISTERED_USER 4:TIMEOUT_DEREGISTRATION 5:USER_DEREGISTRATION 6:TIMEOUT_DEREGISTRATION_STORE_SERVER_NAME 7:USER_DEREGISTRATION_STORE_SERVER_NAME 8:ADMINISTRATIVE_DEREGISTRATION 9:AUTHENTICATION_FAILURE 10:AUTHENTICATION_TIMEOUT 11:DEREGISTRATION_TOO_MUCH_DATA
376 SIP-Auth-Data-Item Grouped M
377 SIP-Authentication-Scheme Enumerated M 0:DIGEST
378 SIP-Item-Number Unsigned32 M
379 SIP-Authenticate Grouped M
380 SIP-Authorization Grouped M
381 SIP-Authentication-Info Grouped M
382 SIP-Number-Auth-Items Unsigned32 M
383 SIP-Deregistration-Reason Grouped M
384 SIP-Reason-Code Enumerated M 0:PERMANENT_TERMINATION 1:NEW_SIP_SERVER_ASSIGNED 2:SIP_SERVER_CHANGE 3:REMOVE_SIP_SERVER
385 SIP-Reason-Info UTF8String M
386 SIP-Visited-Network-Id UTF8String M
387 SIP-User-Authorization-Type Enumerated M 0:REGISTRATION 1:DEREGISTRATION 2:REGISTRATION_AND_CAPABILITIES
388 SIP-Supported-User-Data-Type UTF8String M
389 SIP-User-Data Grouped M
390 SIP-User-Data-Type UTF8String M
391 SIP-User-Data-Contents OctetString M
392 SIP-User-Data-Already-Available Enumerated M 0:USER_DATA_NOT_AVAILABLE 1:USER_DATA_ALREADY_AVAILABLE
393 SIP-Method UTF8String M
` },
];
