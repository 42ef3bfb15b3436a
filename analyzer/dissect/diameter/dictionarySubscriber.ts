/** AVPs of 3GPP subscriber data: S6a/S6d and S13, Cx/Dx, Sh, SWx/SWm/S6b/STa, SLh, Wx, Zh/Zn and their kin. Form and sources: dictionary.ts, NOTICE. */
import type { DictionaryPart } from './avpDefinition.ts';

export const subscriberDictionary: readonly DictionaryPart[] = [
  { source: '3GPP TS 29.272', vendor: 10415, rows: `
1400 Subscription-Data Grouped M
1401 Terminal-Information Grouped M
1402 IMEI UTF8String M
1403 Software-Version UTF8String M
1404 QoS-Subscribed OctetString M
1405 ULR-Flags Unsigned32 M
1406 ULA-Flags Unsigned32 M
1407 Visited-PLMN-Id OctetString M
1408 Requested-EUTRAN-Authentication-Info Grouped M
1409 Requested-UTRAN-GERAN-Authentication-Info Grouped M
1410 Number-Of-Requested-Vectors Unsigned32 M
1411 Re-Synchronization-Info OctetString M
1412 Immediate-Response-Preferred Unsigned32 M
1413 Authentication-Info Grouped M
1414 E-UTRAN-Vector Grouped M
1415 UTRAN-Vector Grouped M
1416 GERAN-Vector Grouped M
1417 Network-Access-Mode Enumerated M 0:PACKET_AND_CIRCUIT 1:RESERVED 2:ONLY_PACKET
1418 HPLMN-ODB Unsigned32 M
1419 Item-Number Unsigned32 M
1420 Cancellation-Type Enumerated M 0:MME_UPDATE_PROCEDURE 1:SGSN_UPDATE_PROCEDURE 2:SUBSCRIPTION_WITHDRAWAL 3:UPDATE_PROCEDURE_IWF 4:INITIAL_ATTACH_PROCEDURE
1421 DSR-Flags Unsigned32 M
1422 DSA-Flags Unsigned32 M
1423 Context-Identifier Unsigned32 M
1424 Subscriber-Status Enumerated M 0:SERVICE_GRANTED 1:OPERATOR_DETERMINED_BARRING
1425 Operator-Determined-Barring Unsigned32 M
1426 Access-Restriction-Data Unsigned32 M
1427 APN-OI-Replacement UTF8String M
1428 All-APN-Configurations-Included-Indicator Enumerated M 0:ALL_APN_CONFIGURATIONS_INCLUDED 1:MODIFIED_ADDED_APN_CONFIGURATIONS_INCLUDED
1429 APN-Configuration-Profile Grouped M
1430 APN-Configuration Grouped M
1431 EPS-Subscribed-QoS-Profile Grouped M
1432 VPLMN-Dynamic-Address-Allowed Enumerated M 0:NOTALLOWED 1:ALLOWED
1433 STN-SR OctetString M
1434 Alert-Reason Enumerated M 0:UE_PRESENT 1:UE_MEMORY_AVAILABLE
1435 AMBR Grouped M
1436 CSG-Subscription-Data Grouped M
1437 CSG-Id Unsigned32 M
1438 PDN-GW-Allocation-Type Enumerated M 0:STATIC 1:DYNAMIC
1439 Expiration-Date Time M
1440 RAT-Frequency-Selection-Priority-ID Unsigned32 M
1441 IDA-Flags Unsigned32 M
1442 PUA-Flags Unsigned32 M
1443 NOR-Flags Unsigned32 M
1444 User-Id UTF8String -
1445 Equipment-Status Enumerated M 0:WHITELISTED 1:BLACKLISTED 2:GREYLISTED
1446 Regional-Subscription-Zone-Code OctetString M
1447 RAND OctetString M
1448 XRES OctetString M
1449 AUTN OctetString M
1450 KASME OctetString M
1452 Trace-Collection-Entity Address M
1453 Kc OctetString M
1454 SRES OctetString M
1455 Requesting-Node-Type Enumerated M 0:MME 1:SGSN 2:MME/SGSN
1456 PDN-Type Enumerated M 0:IPv4 1:IPv6 2:IPv4v6 3:IPv4_OR_IPv6
1457 Roaming-Restricted-Due-To-Unsupported-Feature Enumerated M 0:ROAMING_RESTRICTED_DUE_TO_UNSUPPORTED_FEATURE
1458 Trace-Data Grouped M
1459 Trace-Reference OctetString M
1462 Trace-Depth Enumerated M 0:MINIMUM 1:MEDIUM 2:MAXIMUM 3:MINIMUM_WITHOUT_VENDOR_SPECIFIC_EXTENSION 4:MEDIUM_WITHOUT_VENDOR_SPECIFIC_EXTENSION 5:MAXIMUM_WITHOUT_VENDOR_SPECIFIC_EXTENSION
1463 Trace-NE-Type-List OctetString M
1464 Trace-Interface-List OctetString M
1465 Trace-Event-List OctetString M
1466 OMC-Id OctetString M
1467 GPRS-Subscription-Data Grouped M
1468 Complete-Data-List-Included-Indicator Enumerated M 0:ALL_PDP_CONTEXTS_INCLUDED 1:MODIFIED_ADDED_PDP_CONTEXTS_INCLUDED
1469 PDP-Context Grouped M
1470 PDP-Type OctetString M
1471 3GPP2-MEID OctetString M
1472 Specific-APN-Info Grouped M
1473 LCS-Info Grouped M
1474 GMLC-Number OctetString M
1475 LCS-PrivacyException Grouped M
1476 SS-Code OctetString M
1477 SS-Status OctetString M
1478 Notification-To-UE-User Enumerated M 0:NOTIFY_LOCATION_ALLOWED 1:NOTIFYANDVERIFY_LOCATION_ALLOWED_IF_NO_RESPONSE 2:NOTIFYANDVERIFY_LOCATION_NOT_ALLOWED_IF_NO_RESPONSE 3:LOCATION_NOT_ALLOWED
1479 External-Client Grouped M
1480 Client-Identity OctetString M
1481 GMLC-Restriction Enumerated M 0:GMLC_LIST 1:HOME_COUNTRY
1482 PLMN-Client Enumerated M 0:BROADCAST_SERVICE 1:O_AND_M_HPLMN 2:O_AND_M_VPLMN 3:ANONYMOUS_LOCATION 4:TARGET_UE_SUBSCRIBED_SERVICE
1483 Service-Type Grouped M
1484 ServiceTypeIdentity Unsigned32 M
1485 MO-LR Grouped M
1486 Teleservice-List Grouped M
1487 TS-Code OctetString M
1488 Call-Barring-Info Grouped M
1489 SGSN-Number OctetString M
1490 IDR-Flags Unsigned32 M
1491 ICS-Indicator Enumerated - 0:FALSE 1:TRUE
1492 IMS-Voice-Over-PS-Sessions-Supported Enumerated - 0:NOT_SUPPORTED 1:SUPPORTED
1493 Homogeneous-Support-of-IMS-Voice-Over-PS-Sessions Enumerated - 0:NOT_SUPPORTED 1:SUPPORTED
1494 Last-UE-Activity-Time Time -
1495 EPS-User-State Grouped -
1496 EPS-Location-Information Grouped -
1497 MME-User-State Grouped -
1498 SGSN-User-State Grouped -
1499 User-State Enumerated - 0:DETACHED 1:ATTACHED_NOT_REACHABLE_FOR_PAGING 2:ATTACHED_REACHABLE_FOR_PAGING 3:CONNECTED_NOT_REACHABLE_FOR_PAGING 4:CONNECTED_REACHABLE_FOR_PAGING 5:NETWORK_DETERMINED_NOT_REACHABLE
1600 MME-Location-Information Grouped -
1601 SGSN-Location-Information Grouped -
1602 E-UTRAN-Cell-Global-Identity OctetString -
1603 Tracking-Area-Identity OctetString -
1604 Cell-Global-Identity OctetString -
1605 Routing-Area-Identity OctetString -
1606 Location-Area-Identity OctetString -
1607 Service-Area-Identity OctetString -
1608 Geographical-Information OctetString -
1609 Geodetic-Information OctetString -
1610 Current-Location-Retrieved Enumerated - 0:ACTIVE-LOCATION-RETRIEVAL
1611 Age-Of-Location-Information Unsigned32 -
1612 Active-APN Grouped -
1613 SIPTO-Permission Enumerated - 0:SIPTO_above_RAN_ALLOWED 1:SIPTO_above_RAN_NOTALLOWED
1614 Error-Diagnostic Enumerated - 0:GPRS_DATA_SUBSCRIBED 1:NO_GPRS_DATA_SUBSCRIBED 2:ODB-ALL-APN 3:ODB-HPLMN-APN 4:ODB-VPLMN-APN
1615 UE-SRVCC-Capability Enumerated - 0:UE-SRVCC-NOT-SUPPORTED 1:UE-SRVCC-SUPPORTED
1616 MPS-Priority Unsigned32 -
1617 VPLMN-LIPA-Allowed Enumerated - 0:LIPA-NOTALLOWED 1:LIPA-ALLOWED
1618 LIPA-Permission Enumerated - 0:LIPA-PROHIBITED 1:LIPA-ONLY 2:LIPA-CONDITIONAL
1619 Subscribed-Periodic-RAU-TAU-Timer Unsigned32 -
1620 Ext-PDP-Type OctetString -
1621 Ext-PDP-Address Address -
1622 MDT-Configuration Grouped -
1623 Job-Type Enumerated - 0:Immediate-MDT-only 1:Logged-MDT-only 2:Trace-only 3:Immediate-MDT-and-Trace 4:RLF-reports-only
1624 Area-Scope Grouped -
1625 List-Of-Measurements Unsigned32 -
1626 Reporting-Trigger Unsigned32 -
1627 Report-Interval Enumerated -
1628 Report-Amount Enumerated - 0:1 1:2 2:4 3:8 4:16 5:32 6:64 7:infinity
1629 Event-Threshold-RSRP Unsigned32 -
1630 Event-Threshold-RSRQ Unsigned32 -
1631 Logging-Interval Enumerated - 0:1.28 1:2.56 2:5.12 3:10.24 4:20.48 5:30.72 6:40.96 7:61.44
1632 Logging-Duration Enumerated - 0:600_sec 1:1200_sec 2:2400_sec 3:3600_sec 4:5400_sec 5:7200_sec
1633 Relay-Node-Indicator Enumerated - 0:NOT_RELAY_NODE 1:RELAY_NODE
1634 MDT-User-Consent Enumerated - 0:CONSENT_NOT_GIVEN 1:CONSENT_GIVEN
1635 PUR-Flags Unsigned32 -
1636 Subscribed-VSRVCC Enumerated - 0:VSRVCC_SUBSCRIBED
1637 Equivalent-PLMN-List Grouped -
1638 CLR-Flags Unsigned32 -
1639 UVR-Flags Unsigned32 M
1640 UVA-Flags Unsigned32 M
1641 VPLMN-CSG-Subscription-Data Grouped M
1642 Time-Zone UTF8String -
1643 A-MSISDN OctetString -
1645 MME-Number-for-MT-SMS OctetString -
1648 SMS-Register-Request Enumerated - 0:SMS_REGISTRATION_REQUIRED 1:SMS_REGISTRATION_NOT_PREFERRED 2:NO_PREFERENCE
1649 Local-Time-Zone Grouped -
1650 Daylight-Saving-Time Enumerated - 0:NO_ADJUSTMENT 1:PLUS_ONE_HOUR_ADJUSTMENT 2:PLUS_TWO_HOURS_ADJUSTMENT
1654 Subscription-Data-Flags Unsigned32 -
1655 Measurement-Period-LTE Enumerated -
1656 Measurement-Period-UMTS Enumerated -
1657 Collection-Period-RRM-LTE Enumerated -
1658 Collection-Period-RRM-UMTS Enumerated -
1659 Positioning-Method OctetString -
1660 Measurement-Quantity OctetString -
1661 Event-Threshold-Event-1F Integer32 -
1662 Event-Threshold-Event-1I Integer32 -
1663 Restoration-Priority Unsigned32 -
1664 SGs-MME-Identity UTF8String -
1665 SIPTO-Local-Network-Permission Unsigned32 -
1666 Coupled-Node-Diameter-ID DiameterIdentity -
1667 WLAN-offloadability Grouped -
1668 WLAN-offloadability-EUTRAN Unsigned32 -
1669 WLAN-offloadability-UTRAN Unsigned32 -
1670 Reset-ID OctetString -
1671 MDT-Allowed-PLMN-Id OctetString -
1672 Adjacent-PLMNs Grouped -
1673 Adjacent-Access-Restriction-Data Grouped -
1674 DL-Buffering-Suggested-Packet-Count Integer32 -
1675 IMSI-Group-Id Grouped -
1676 Group-Service-Id Unsigned32 -
1677 Group-PLMN-Id OctetString -
1678 Local-Group-Id OctetString -
1679 AIR-Flags Unsigned32 -
1680 UE-Usage-Type Unsigned32 -
1681 Non-IP-PDN-Type-Indicator Enumerated - 0:FALSE 1:TRUE
1682 Non-IP-Data-Delivery-Mechanism Unsigned32 -
1683 Additional-Context-Identifier Unsigned32 -
1684 SCEF-Realm DiameterIdentity -
1685 Subscription-Data-Deletion Grouped -
1686 Preferred-Data-Mode Unsigned32 -
1687 Emergency-Info Grouped -
1688 V2X-Subscription-Data Grouped -
1689 V2X-Permission Unsigned32 -
1690 PDN-Connection-Continuity Unsigned32 -
1691 eDRX-Cycle-Length Grouped -
1692 eDRX-Cycle-Length-Value OctetString -
1693 UE-PC5-AMBR Unsigned32 -
1694 MBSFN-Area Grouped -
1695 MBSFN-Area-ID Unsigned32 -
1696 Carrier-Frequency Unsigned32 -
1697 RDS-Indicator Enumerated - 0:DISABLED 1:ENABLED
1698 Service-Gap-Time Unsigned32 -
1699 Aerial-UE-Subscription-Information Unsigned32 -
1700 Broadcast-Location-Assistance-Data-Types Unsigned64 -
1701 Paging-Time-Window Grouped -
1702 Operation-Mode Unsigned32 -
1703 Paging-Time-Window-Length OctetString -
1704 Core-Network-Restrictions Unsigned32 -
1705 eDRX-Related-RAT Grouped -
1706 Interworking-5GS-Indicator Enumerated - 0:NOT-SUBSCRIBED 1:SUBSCRIBED
1707 Ethernet-PDN-Type-Indicator Enumerated - 0:FALSE 1:TRUE
1708 Subscribed-ARPI Unsigned32 -
1710 V2X-Subscription-Data-Nr Grouped -
` },
  { source: '3GPP TS 29.229', vendor: 10415, rows: `
600 Visited-Network-Identifier OctetString M
601 Public-Identity UTF8String M
602 Server-Name UTF8String M
603 Server-Capabilities Grouped M
604 Mandatory-Capability Unsigned32 M
605 Optional-Capability Unsigned32 M
606 User-Data OctetString M
607 SIP-Number-Auth-Items Unsigned32 M
608 SIP-Authentication-Scheme UTF8String M
609 SIP-Authenticate OctetString M
610 SIP-Authorization OctetString M
611 SIP-Authentication-Context OctetString M
612 SIP-Auth-Data-Item Grouped M
613 SIP-Item-Number Unsigned32 M
614 Server-Assignment-Type Enumerated M 0:NO_ASSIGNMENT 1:REGISTRATION 2:RE_REGISTRATION 3:UNREGISTERED_USER 4:TIMEOUT_DEREGISTRATION 5:USER_DEREGISTRATION 6:TIMEOUT_DEREGISTRATION_STORE_SERVER_NAME 7:USER_DEREGISTRATION_STORE_SERVER_NAME 8:ADMINISTRATIVE_DEREGISTRATION 9:AUTHENTICATION_FAILURE 10:AUTHENTICATION_TIMEOUT 11:DEREGISTRATION_TOO_MUCH_DATA 12:AAA_USER_DATA_REQUEST 13:PGW_UPDATE 14:RESTORATION
615 Deregistration-Reason Grouped M
616 Reason-Code Enumerated M 0:PERMANENT_TERMINATION 1:NEW_SERVER_ASSIGNED 2:SERVER_CHANGE 3:REMOVE_S-CSCF
617 Reason-Info UTF8String M
618 Charging-Information Grouped M
619 Primary-Event-Charging-Function-Name DiameterURI M
620 Secondary-Event-Charging-Function-Name DiameterURI M
621 Primary-Charging-Collection-Function-Name DiameterURI M
622 Secondary-Charging-Collection-Function-Name DiameterURI M
623 User-Authorization-Type Enumerated M 0:REGISTRATION 1:DE_REGISTRATION 2:REGISTRATION_AND_CAPABILITIES
624 User-Data-Already-Available Enumerated M 0:USER_DATA_NOT_AVAILABLE 1:USER_DATA_ALREADY_AVAILABLE
625 Confidentiality-Key OctetString M
626 Integrity-Key OctetString M
628 Supported-Features Grouped .
629 Feature-List-ID Unsigned32 -
630 Feature-List Unsigned32 -
631 Supported-Applications Grouped -
632 Associated-Identities Grouped -
633 Originating-Request Enumerated M 0:ORIGINATING
634 Wildcarded-Public-Identity UTF8String -
635 SIP-Digest-Authenticate Grouped -
636 Wildcarded-IMPU UTF8String -
637 UAR-Flags Unsigned32 -
638 Loose-Route-Indication Enumerated - 0:LOOSE_ROUTE_NOT_REQUIRED 1:LOOSE_ROUTE_REQUIRED
639 SCSCF-Restoration-Info Grouped -
640 Path OctetString -
641 Contact OctetString -
642 Subscription-Info Grouped -
643 Call-ID-SIP-Header OctetString -
644 From-SIP-Header OctetString -
645 To-SIP-Header OctetString -
646 Record-Route OctetString -
647 Associated-Registered-Identities Grouped -
648 Multiple-Registration-Indication Enumerated - 0:NOT_MULTIPLE_REGISTRATION 1:MULTIPLE_REGISTRATION
649 Restoration-Info Grouped -
650 Session-Priority Enumerated - 0:PRIORITY-0 1:PRIORITY-1 2:PRIORITY-2 3:PRIORITY-3 4:PRIORITY-4
651 Identity-with-Emergency-Registration Grouped -
652 Priviledged-Sender-Indication Enumerated - 0:NOT_PRIVILEDGED_SENDER 1:PRIVILEDGED_SENDER
653 LIA-Flags Unsigned32 -
654 Initial-CSeq-Sequence-Number Unsigned32 -
655 SAR-Flags Unsigned32 -
656 Allowed-WAF-WWSF-Identities Grouped -
657 WebRTC-Authentication-Function-Name UTF8String -
658 WebRTC-Web-Server-Function-Name UTF8String -
659 RTR-Flags Unsigned32 -
` },
  { source: '3GPP TS 29.329', vendor: 10415, rows: `
700 User-Identity Grouped M
701 MSISDN OctetString M
702 User-Data OctetString M
703 Data-Reference Enumerated M 0:RepositoryData 10:IMSPublicIdentity 11:IMSUserState 12:S-CSCFName 13:InitialFilterCriteria 14:LocationInformation 15:UserState 16:ChargingInformation 17:MSISDN 18:PSIActivation 19:DSAI 21:ServiceLevelTraceInfo 22:IPAddressSecureBindingInformation 23:ServicePriorityLevel 24:SMSRegistrationInfo 25:UEReachabilityForIP 26:TADSinformation 27:STN-SR 28:UE-SRVCC-Capability 29:ExtendedPriority 30:CSRN 31:ReferenceLocationInformation 32:IMSI 33:IMSPrivateUserIdentity 34:IMEISV 35:UE-5G-SRVCC-Capability
704 Service-Indication OctetString M
705 Subs-Req-Type Enumerated M 0:Subscribe 1:Unsubscribe
706 Requested-Domain Enumerated M 0:CS-Domain 1:PS-Domain
707 Current-Location Enumerated M 0:DoNotNeedInitiateActiveLocationRetrieval 1:InitiateActiveLocationRetrieval
708 Identity-Set Enumerated - 0:ALL_IDENTITIES 1:REGISTERED_IDENTITIES 2:IMPLICIT_IDENTITIES 3:ALIAS_IDENTITIES
709 Expiry-Time Time -
710 Send-Data-Indication Enumerated - 0:USER_DATA_NOT_REQUESTED 1:USER_DATA_REQUESTED
711 DSAI-Tag OctetString M
712 One-Time-Notification Enumerated - 0:ONE_TIME_NOTIFICATION_REQUESTED
713 Requested-Nodes Unsigned32 -
714 Serving-Node-Indication Enumerated - 0:ONLY_SERVING_NODES_REQUIRED
715 Repository-Data-ID Grouped -
716 Sequence-Number Unsigned32 -
717 Pre-paging-Supported Enumerated - 0:PREPAGING_NOT_SUPPORTED 1:PREPAGING_SUPPORTED
718 Local-Time-Zone-Indication Enumerated - 0:ONLY_LOCAL_TIME_ZONE_REQUESTED 1:LOCAL_TIME_ZONE_WITH_LOCATION_INFO_REQUESTED
719 UDR-Flags Unsigned32 -
720 Call-Reference-Info Grouped -
721 Call-Reference-Number OctetString -
722 AS-Number OctetString -
` },
  { source: '3GPP TS 29.273', vendor: 10415, rows: `
318 3GPP-AAA-Server-Name DiameterIdentity M
1500 Non-3GPP-User-Data Grouped M
1501 Non-3GPP-IP-Access Enumerated M 0:NON_3GPP_SUBSCRIPTION_ALLOWED 1:NON_3GPP_SUBSCRIPTION_BARRED
1502 Non-3GPP-IP-Access-APN Enumerated M 0:NON_3GPP_APNS_ENABLE 1:NON_3GPP_APNS_DISABLE
1503 AN-Trusted Enumerated M 0:TRUSTED 1:UNTRUSTED
1504 ANID UTF8String M
1505 Trace-Info Grouped -
1506 MIP-FA-RK OctetString M
1507 MIP-FA-RK-SPI Unsigned32 M
1508 PPR-Flags Unsigned32 -
1509 WLAN-Identifier Grouped -
1510 TWAN-Access-Info Grouped -
1511 Access-Authorization-Flags Unsigned32 -
1512 TWAN-Default-APN-Context-Id Unsigned32 -
1516 Full-Network-Name OctetString -
1517 Short-Network-Name OctetString -
1518 AAA-Failure-Indication Unsigned32 -
1519 Transport-Access-Type Enumerated - 0:BBF
1520 DER-Flags Unsigned32 -
1521 DEA-Flags Unsigned32 -
1522 RAR-Flags Unsigned32 -
1523 DER-S6b-Flags Unsigned32 -
1524 SSID UTF8String -
1525 HESSID UTF8String -
1526 Access-Network-Info Grouped -
1527 TWAN-Connection-Mode Unsigned32 -
1528 TWAN-Connectivity-Parameters Grouped -
1529 Connectivity-Flags Unsigned32 -
1530 TWAN-PCO OctetString -
1531 TWAG-CP-Address Address -
1532 TWAG-UP-Address UTF8String -
1533 TWAN-S2a-Failure-Cause Unsigned32 -
1534 SM-Back-Off-Timer Unsigned32 -
1535 WLCP-Key OctetString -
1536 Origination-Time-Stamp Unsigned64 -
1537 Maximum-Wait-Time Unsigned32 -
1538 Emergency-Services Unsigned32 -
1539 AAR-Flags Unsigned32 -
1540 IMEI-Check-In-VPLMN-Result Unsigned32 -
1541 ERP-Authorization Unsigned32 -
` },
  { source: '3GPP TS 29.173', vendor: 10415, rows: `
2400 LMSI OctetString M
2401 Serving-Node Grouped M
2402 MME-Name DiameterIdentity M
2403 MSC-Number OctetString M
2404 LCS-Capabilities-Sets Unsigned32 M
2405 GMLC-Address Address M
2406 Additional-Serving-Node Grouped M
2407 PPR-Address Address M
2408 MME-Realm DiameterIdentity -
2409 SGSN-Name DiameterIdentity -
2410 SGSN-Realm DiameterIdentity -
2411 RIA-Flags Unsigned32 -
` },
  { source: '3GPP TS 29.234', vendor: 10415, rows: `
100 3GPP-WLAN-APN-Id OctetString M
300 Authentication-Method Enumerated M 0:WLAN_EAP_SIM 1:WLAN_EAP_AKA
301 Authentication-Information-SIM OctetString M
302 Authorization-Information-SIM OctetString M
303 WLAN-User-Data Grouped M
304 Charging-Data Grouped M
305 WLAN-Access Enumerated M 0:WLAN_SUBSCRIPTION_ALLOWED 1:WLAN_SUBSCRIPTION_BARRED
306 WLAN-3GPP-IP-Access Enumerated M 0:WLAN_APNS_ENABLE 1:WLAN_APNS_DISABLE
307 APN-Authorized Grouped M
309 APN-Barring-Type Enumerated M
310 WLAN-Direct-IP-Access Enumerated M 0:WLAN_DIRECT_IP_ACCESS 1:WLAN_NO_DIRECT_IP_ACCESS
311 Session-Request-Type Enumerated M 0:AUTHORIZATION_REQUEST 1:ROUTING_POLICY
312 Routing-Policy IPFilterRule M
313 Max-Requested-Bandwidth OctetString M
314 Charging-Characteristics Integer32 M
315 Charging-Nodes Grouped M
316 Primary-OCS-Charging-Function-Name DiameterIdentity M
317 Secondary-OCS-Charging-Function-Name DiameterIdentity M
319 Maximum-Number-Accesses Unsigned32 M
` },
  { source: '3GPP TS 29.109', vendor: 10415, rows: `
400 GBA-UserSecSettings OctetString M
401 Transaction-Identifier OctetString M
402 NAF-Id OctetString M
403 GAA-Service-Identifier OctetString M
404 Key-ExpiryTime Time M
405 ME-Key-Material OctetString M
406 UICC-Key-Material OctetString M
407 GBA-U-Awareness-Indicator Enumerated M 0:NO 1:YES
408 BootstrapInfoCreationTime Time M
409 GUSS-Timestamp Time -
410 GBA-Type Enumerated M 0:3G_GBA 1:2G_GBA 2:GBA_DIGEST
411 UE-Id OctetString M
412 UE-Id-Type Enumerated M 0:PRIVATE_USER_IDENTITY 1:PUBLIC_USER_IDENTITY
413 UICC-App-Label OctetString M
414 UICC-ME Enumerated M 0:GBA_ME 1:GBA_U
415 Requested-Key-Lifetime Time M
416 Private-Identity-Request Enumerated M 0:PRIVATE_IDENTITY_REQUESTED 1:PRIVATE_IDENTITY_NOT_REQUESTED
417 GBA-Push-Info OctetString M
418 NAF-SA-Identifier OctetString M
419 Security-Feature-Request OctetString M
420 Security-Feature-Response OctetString M
` },
  { source: '3GPP TS 29.283', vendor: 10415, rows: `
4500 MCPTT-ID UTF8String M
4501 Data-Identification Grouped M
4502 Data-Identification-Prefix Unsigned32 M
4503 Data-Identification-Flags Unsigned64 M
4504 DPR-Flags Unsigned32 M
4505 DPA-Flags Unsigned32 M
4506 DUR-Flags Unsigned32 M
4507 DUA-Flags Unsigned32 M
4508 NDR-Flags Unsigned32 M
4509 NDA-Flags Unsigned32 M
4510 User-Data-Id Unsigned32 M
4511 MC-Service-User-Profile-Data Grouped M
4512 Sequence-Number Unsigned32 M
4513 Data Grouped M
4514 MCVideo-ID UTF8String -
4515 MCData-ID UTF8String -
` },
];
