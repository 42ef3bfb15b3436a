/** AVPs of credit control (RFC 8506, RFC 4006). Form and sources: dictionary.ts, NOTICE. */
import type { DictionaryPart } from './avpDefinition.ts';

export const creditControlDictionary: readonly DictionaryPart[] = [
  { source: 'RFC 8506', vendor: 0, rows: `
411 CC-Correlation-Id OctetString M
412 CC-Input-Octets Unsigned64 M
413 CC-Money Grouped M
414 CC-Output-Octets Unsigned64 M
415 CC-Request-Number Unsigned32 M
416 CC-Request-Type Enumerated M 1:INITIAL_REQUEST 2:UPDATE_REQUEST 3:TERMINATION_REQUEST 4:EVENT_REQUEST
417 CC-Service-Specific-Units Unsigned64 M
418 CC-Session-Failover Enumerated M 0:FAILOVER_NOT_SUPPORTED 1:FAILOVER_SUPPORTED
419 CC-Sub-Session-Id Unsigned64 M
420 CC-Time Unsigned32 M
421 CC-Total-Octets Unsigned64 M
422 Check-Balance-Result Enumerated M 0:ENOUGH_CREDIT 1:NO_CREDIT
423 Cost-Information Grouped M
424 Cost-Unit UTF8String M
425 Currency-Code Unsigned32 M
426 Credit-Control Enumerated M 0:CREDIT_AUTHORIZATION 1:RE_AUTHORIZATION
427 Credit-Control-Failure-Handling Enumerated M 0:TERMINATE 1:CONTINUE 2:RETRY_AND_TERMINATE
428 Direct-Debiting-Failure-Handling Enumerated M 0:TERMINATE_OR_BUFFER 1:CONTINUE
429 Exponent Integer32 M
430 Final-Unit-Indication Grouped M
431 Granted-Service-Unit Grouped M
432 Rating-Group Unsigned32 M
433 Redirect-Address-Type Enumerated M 0:IPV4_ADDRESS 1:IPV6_ADDRESS 2:URL 3:SIP_URI
434 Redirect-Server Grouped M
435 Redirect-Server-Address UTF8String M
436 Requested-Action Enumerated M 0:DIRECT_DEBITING 1:REFUND_ACCOUNT 2:CHECK_BALANCE 3:PRICE_ENQUIRY
437 Requested-Service-Unit Grouped M
438 Restriction-Filter-Rule IPFilterRule M
439 Service-Identifier Unsigned32 M
440 Service-Parameter-Info Grouped M
441 Service-Parameter-Type Unsigned32 M
442 Service-Parameter-Value OctetString M
443 Subscription-Id Grouped M
444 Subscription-Id-Data UTF8String M
445 Unit-Value Grouped M
446 Used-Service-Unit Grouped M
447 Value-Digits Integer64 M
448 Validity-Time Unsigned32 M
449 Final-Unit-Action Enumerated M 0:TERMINATE 1:REDIRECT 2:RESTRICT_ACCESS
450 Subscription-Id-Type Enumerated M 0:END_USER_E164 1:END_USER_IMSI 2:END_USER_SIP_URI 3:END_USER_NAI
451 Tariff-Time-Change Time M
452 Tariff-Change-Usage Enumerated M 0:UNIT_BEFORE_TARIFF_CHANGE 1:UNIT_AFTER_TARIFF_CHANGE 2:UNIT_INDETERMINATE
453 G-S-U-Pool-Identifier Unsigned32 M
454 CC-Unit-Type Enumerated M 0:TIME 1:MONEY 2:TOTAL-OCTETS 3:INPUT-OCTETS 4:OUTPUT-OCTETS 5:SERVICE-SPECIFIC-UNITS
455 Multiple-Services-Indicator Enumerated M 0:MULTIPLE_SERVICES_NOT_SUPPORTED 1:MULTIPLE_SERVICES_SUPPORTED
456 Multiple-Services-Credit-Control Grouped M
457 G-S-U-Pool-Reference Grouped M
458 User-Equipment-Info Grouped M
459 User-Equipment-Info-Type Enumerated M 0:IMEISV 1:MAC 2:EUI64
460 User-Equipment-Info-Value OctetString M
461 Service-Context-Id UTF8String M
653 User-Equipment-Info-Extension Grouped .
654 User-Equipment-Info-IMEISV OctetString .
655 User-Equipment-Info-MAC OctetString .
656 User-Equipment-Info-EUI64 OctetString .
657 User-Equipment-Info-ModifiedEUI64 OctetString .
658 User-Equipment-Info-IMEI OctetString .
659 Subscription-Id-Extension Grouped .
660 Subscription-Id-E164 UTF8String .
661 Subscription-Id-IMSI UTF8String .
662 Subscription-Id-SIP-URI UTF8String .
663 Subscription-Id-NAI UTF8String .
664 Subscription-Id-Private UTF8String .
665 Redirect-Server-Extension Grouped .
666 Redirect-Address-IPAddress Address .
667 Redirect-Address-URL UTF8String .
668 Redirect-Address-SIP-URI UTF8String .
669 QoS-Final-Unit-Indication Grouped .
` },
];
