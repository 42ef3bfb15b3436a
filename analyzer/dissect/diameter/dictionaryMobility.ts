/** AVPs of Mobile IP (RFC 4004, 5447, 5778, 5779), traffic classification and quality of service (RFC 5777, 5624). Form and sources: dictionary.ts, NOTICE. */
import type { DictionaryPart } from './avpDefinition.ts';

export const mobilityDictionary: readonly DictionaryPart[] = [
  { source: 'RFC 4004, RFC 5447, RFC 5778, RFC 7155', vendor: 0, rows: `
89 Chargeable-User-Identity OctetString M
124 MIP6-Feature-Vector Unsigned64 M
125 MIP6-Home-Link-Prefix OctetString M
333 MIP-Mobile-Node-Address Address M
334 MIP-Home-Agent-Address Address M
341 MIP-MN-AAA-SPI Unsigned32 M
343 MIP-Session-Key OctetString M
345 MIP-Algorithm-Type Enumerated M 2:HMAC-SHA-1
346 MIP-Replay-Mode Enumerated M 1:None 2:Timestamp
348 MIP-Home-Agent-Host Grouped M
367 MIP-MSA-Lifetime Unsigned32 M
486 MIP6-Agent-Info Grouped M
487 MIP-Careof-Address Address M
488 MIP-Authenticator OctetString M
489 MIP-MAC-Mobility-Data OctetString M
490 MIP-Timestamp OctetString M
491 MIP-MN-HA-SPI Unsigned32 M
492 MIP-MN-HA-MSA Grouped M
493 Service-Selection UTF8String M
494 MIP6-Auth-Mode Integer32 M
` },
  { source: 'RFC 4004', vendor: 0, rows: `
318 MIP-FA-to-HA-SPI Unsigned32 M
319 MIP-FA-to-MN-SPI Unsigned32 M
320 MIP-Reg-Request OctetString M
321 MIP-Reg-Reply OctetString M
322 MIP-MN-AAA-Auth Grouped M
323 MIP-HA-to-FA-SPI Unsigned32 M
325 MIP-MN-to-FA-MSA Grouped M
326 MIP-FA-to-MN-MSA Grouped M
328 MIP-FA-to-HA-MSA Grouped M
329 MIP-HA-to-FA-MSA Grouped M
331 MIP-MN-to-HA-MSA Grouped M
332 MIP-HA-to-MN-MSA Grouped M
335 MIP-Nonce OctetString M
336 MIP-Candidate-Home-Agent-Host DiameterIdentity M
337 MIP-Feature-Vector Unsigned32 M
338 MIP-Auth-Input-Data-Length Unsigned32 M
339 MIP-Authenticator-Length Unsigned32 M
340 MIP-Authenticator-Offset Unsigned32 M
342 MIP-Filter-Rule IPFilterRule M
344 MIP-FA-Challenge OctetString M
347 MIP-Originating-Foreign-AAA Grouped M
` },
  { source: 'RFC 5779', vendor: 0, rows: `
504 PMIP6-DHCP-Server-Address Address M
505 PMIP6-IPv4-Home-Address Address M
506 Mobile-Node-Identifier UTF8String M
507 Service-Configuration Grouped M
` },
  { source: 'RFC 5777', vendor: 0, rows: `
508 QoS-Resources Grouped M
509 Filter-Rule Grouped M
510 Filter-Rule-Precedence Unsigned32 M
511 Classifier Grouped M
512 Classifier-ID OctetString M
513 Protocol Enumerated M 0:Reserved 1:FCIP_(Fibre_Channel_Over_TCP/IP) 2:iFCP_(A_Protocol_for_Internet_Fibre_Channel)
514 Direction Enumerated M 0:IN 1:OUT 2:BOTH
515 From-Spec Grouped M
516 To-Spec Grouped M
517 Negated Enumerated M 0:False 1:True
518 IP-Address Address M
519 IP-Address-Range Grouped M
520 IP-Address-Start Address M
521 IP-Address-End Address M
522 IP-Address-Mask Grouped M
523 IP-Mask-Bit-Mask-Width Unsigned32 M
524 MAC-Address OctetString M
525 MAC-Address-Mask Grouped M
526 MAC-Address-Mask-Pattern OctetString M
527 EUI64-Address OctetString M
528 EUI64-Address-Mask Grouped M
529 EUI64-Address-Mask-Pattern OctetString M
530 Port Integer32 M
531 Port-Range Grouped M
532 Port-Start Integer32 M
533 Port-End Integer32 M
534 Use-Assigned-Address Enumerated M 0:False 1:True
535 Diffserv-Code-Point Enumerated M 0:CS0 8:CS1 10:AF11 12:AF12 14:AF13 16:CS2 18:AF21 20:AF22 22:AF23 24:CS3 26:AF31 28:AF32 30:AF33 32:CS4 34:AF41 36:AF42 38:AF43 40:CS5 44:VOICE-ADMIT 46:EF_PHB 48:CS6 56:CS7
536 Fragmentation-Flag Enumerated M 0:DF 1:MF
537 IP-Option Grouped M
538 IP-Option-Type Enumerated M 0:End_of_Options_List 1:No_Operation 2:Security 3:Loose_Source_Route 4:Time_Stamp 5:Extended_Security 6:Commercial_Security 7:Record_Route 8:Stream_ID 9:Strict_Source_Route 10:Experimental_Measurement 11:MTU_Probe 12:MTU_Reply 13:Experimental_Flow_Control 14:Experimental_Access_Control 16:IMI_Traffic_Descriptor 17:Extended_Internet_Protocol 18:Traceroute 19:Address_Extension 20:Router_Alert 21:Selective_Directed_Broadcast 23:Dynamic_Packet_State 24:Upstream_Multicast_Pkt. 25:Quick-Start
539 IP-Option-Value OctetString M
540 TCP-Option Grouped M
541 TCP-Option-Type Enumerated M 0:End_of_Option_List 1:No-Operation 2:Maximum_Segment_Size 3:WSOPT_-_Window_Scale 4:SACK_Permitted 5:SACK 6:Echo 7:Echo_Reply 8:TSOPT_-_Time_Stamp_Option 9:Partial_Order_Connection_Permitted 10:Partial_Order_Service_Profile 11:CC 12:CC.NEW 13:CC.ECHO 14:TCP_Alternate_Checksum_Request 15:TCP_Alternate_Checksum_Data 16:Skeeter 17:Bubba 18:Trailer_Checksum_Option 19:MD5_Signature_Option 20:SCPS_Capabilities 21:Selective_Negative_Acknowledgements 22:Record_Boundaries 23:Corruption_experienced 24:SNAP 26:TCP_Compression_Filter 27:Quick-Start_Response 28:User_Timeout_Option 29:TCP_Authentication_Option_(TCP-AO)
542 TCP-Option-Value OctetString M
543 TCP-Flags Grouped M
544 TCP-Flag-Type Unsigned32 M
545 ICMP-Type Grouped M
546 ICMP-Type-Number Enumerated M 0:Echo_Reply 3:Destination_Unreachable 4:Source_Quench 5:Redirect 6:Alternate_Host_Address 8:Echo 9:Router_Advertisement 10:Router_Solicitation 11:Time_Exceeded 12:Parameter_Problem 13:Timestamp 14:Timestamp_Reply 15:Information_Request 16:Information_Reply 17:Address_Mask_Request 18:Address_Mask_Reply 30:Traceroute 31:Datagram_Conversion_Error 32:Mobile_Host_Redirect 33:IPv6_Where-Are-You 34:IPv6_I-Am-Here 35:Mobile_Registration_Request 36:Mobile_Registration_Reply 37:Domain_Name_Request 38:Domain_Name_Reply 39:SKIP 40:Photuris 41:ICMP_messages_utilized_by_experimental_mobility_protocols_such_as_Seamoby
547 ICMP-Code Integer32 M
548 ETH-Option Grouped M
549 ETH-Proto-Type Grouped M
550 ETH-Ether-Type OctetString M
551 ETH-SAP OctetString M
552 VLAN-ID-Range Grouped M
553 S-VID-Start Unsigned32 M
554 S-VID-End Unsigned32 M
555 C-VID-Start Unsigned32 M
556 C-VID-End Unsigned32 M
557 User-Priority-Range Grouped M
558 Low-User-Priority Unsigned32 M
559 High-User-Priority Unsigned32 M
560 Time-Of-Day-Condition Grouped M
561 Time-Of-Day-Start Unsigned32 M
562 Time-Of-Day-End Unsigned32 M
563 Day-Of-Week-Mask Unsigned32 M
564 Day-Of-Month-Mask Unsigned32 M
565 Month-Of-Year-Mask Unsigned32 M
566 Absolute-Start-Time Time M
567 Absolute-Start-Fractional-Seconds Unsigned32 M
568 Absolute-End-Time Time M
569 Absolute-End-Fractional-Seconds Unsigned32 M
570 Timezone-Flag Enumerated M 0:UTC 1:LOCAL 2:OFFSET
571 Timezone-Offset Integer32 M
572 Treatment-Action Enumerated M 0:drop 1:shape 2:mark 3:permit
573 QoS-Profile-Id Unsigned32 M
574 QoS-Profile-Template Grouped M
575 QoS-Semantics Enumerated M 0:QoS-Desired 1:QoS-Available 2:QoS-Delivered 3:Minimum-QoS 4:QoS-Authorized
576 QoS-Parameters Grouped M
577 Excess-Treatment Grouped M
578 QoS-Capability Grouped M
` },
  { source: 'RFC 5624', vendor: 0, rows: `
495 TMOD-1 Grouped M
496 Token-Rate Float32 M
497 Bucket-Depth Float32 M
498 Peak-Traffic-Rate Float32 M
499 Minimum-Policed-Unit Unsigned32 M
500 Maximum-Packet-Size Unsigned32 M
501 TMOD-2 Grouped M
502 Bandwidth Float32 M
503 PHB-Class Unsigned32 M
` },
];
