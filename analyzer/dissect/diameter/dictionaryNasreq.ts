/** AVPs of network access (RFC 7155, with the RADIUS attributes it takes over) and EAP (RFC 4072). Form and sources: dictionary.ts, NOTICE. */
import type { DictionaryPart } from './avpDefinition.ts';

export const nasreqDictionary: readonly DictionaryPart[] = [
  { source: 'RFC 7155', vendor: 0, rows: `
2 User-Password OctetString M
4 NAS-IP-Address OctetString M
5 NAS-Port Unsigned32 M
6 Service-Type Enumerated M 1:Login 2:Framed 3:Callback_Login 4:Callback_Framed 5:Outbound 6:Administrative 7:NAS_Prompt 8:Authenticate_Only 9:Callback_NAS_Prompt 10:Call_Check 11:Callback_Administrative 12:Voice 13:Fax 14:Modem_Relay 15:IAPP-Register 16:IAPP-AP-Check 17:Authorize_Only
7 Framed-Protocol Enumerated M 1:PPP 2:SLIP 3:AppleTalk_Remote_Access_Protocol_(ARAP) 4:Gandalf_proprietary_SingleLink/MultiLink_protocol 5:Xylogics_proprietary_IPX/SLIP 6:X.75_Synchronous 7:GPRS_PDP_Context
8 Framed-IP-Address OctetString M
9 Framed-IP-Netmask OctetString M
10 Framed-Routing Enumerated M 0:None 1:Send_routing_packets 2:Listen_for_routing_packets 3:Send_and_Listen
11 Filter-Id UTF8String M
12 Framed-MTU Unsigned32 M
13 Framed-Compression Enumerated M 0:None 1:VJ_TCP/IP_header_compression 2:IPX_header_compression 3:Stac-LZS_compression
14 Login-IP-Host OctetString M
15 Login-Service Enumerated M 0:Telnet 1:Rlogin 2:TCP_Clear 3:PortMaster_(proprietary) 4:LAT 5:X25-PAD 6:X25-T3POS 8:TCP_Clear_Quiet
16 Login-TCP-Port Unsigned32 M
18 Reply-Message UTF8String M
19 Callback-Number UTF8String M
20 Callback-Id UTF8String M
22 Framed-Route UTF8String M
23 Framed-IPX-Network Unsigned32 M
24 State OctetString M
28 Idle-Timeout Unsigned32 M
30 Called-Station-Id UTF8String M
31 Calling-Station-Id UTF8String M
32 NAS-Identifier UTF8String M
34 Login-LAT-Service OctetString M
35 Login-LAT-Node OctetString M
36 Login-LAT-Group OctetString M
37 Framed-AppleTalk-Link Unsigned32 M
38 Framed-AppleTalk-Network Unsigned32 M
39 Framed-AppleTalk-Zone OctetString M
41 Acct-Delay-Time Unsigned32 M
45 Acct-Authentic Enumerated M 1:RADIUS 2:Local 3:Remote 4:Diameter
46 Acct-Session-Time Unsigned32 M
51 Acct-Link-Count Unsigned32 M
60 CHAP-Challenge OctetString M
61 NAS-Port-Type Enumerated M 0:Async 1:Sync 2:ISDN_Sync 3:ISDN_Async_V.120 4:ISDN_Async_V.110 5:Virtual 6:PIAFS 7:HDLC_Clear_Channel 8:X.25 9:X.75 10:G.3_Fax 11:SDSL_-_Symmetric_DSL 12:ADSL-CAP_-_Asymmetric_DSL,_Carrierless_Amplitude_Phase_Modulation 13:ADSL-DMT_-_Asymmetric_DSL,_Discrete_Multi-Tone 14:IDSL_-_ISDN_Digital_Subscriber_Line 15:Ethernet 16:xDSL_-_Digital_Subscriber_Line_of_unknown_type 17:Cable 18:Wireless_-_Other 19:Wireless_-_IEEE_802.11 20:Token-Ring 21:FDDI 22:Wireless_-_CDMA2000 23:Wireless_-_UMTS 24:Wireless_-_1X-EV 25:IAPP 26:FTTP_-_Fiber_to_the_Premises 27:Wireless_-_IEEE_802.16 28:Wireless_-_IEEE_802.20 29:Wireless_-_IEEE_802.22 30:PPPoA_-_PPP_over_ATM 31:PPPoEoA_-_PPP_over_Ethernet_over_ATM 32:PPPoEoE_-_PPP_over_Ethernet_over_Ethernet 33:PPPoEoVLAN_-_PPP_over_Ethernet_over_VLAN 34:PPPoEoQinQ_-_PPP_over_Ethernet_over_IEEE_802.1QinQ 35:xPON_-_Passive_Optical_Network
62 Port-Limit Unsigned32 M
63 Login-LAT-Port OctetString M
64 Tunnel-Type Enumerated M 1:Point-to-Point_Tunneling_Protocol_(PPTP) 2:Layer_Two_Forwarding_(L2F) 3:Layer_Two_Tunneling_Protocol_(L2TP) 4:Ascend_Tunnel_Management_Protocol_(ATMP) 5:Virtual_Tunneling_Protocol_(VTP) 6:IP_Authentication_Header_in_the_Tunnel-mode_(AH) 7:IP-in-IP_Encapsulation_(IP-IP) 8:Minimal_IP-in-IP_Encapsulation_(MIN-IP-IP) 9:IP_Encapsulating_Security_Payload_in_the_Tunnel-mode_(ESP) 10:Generic_Route_Encapsulation_(GRE) 11:Bay_Dial_Virtual_Services_(DVS) 12:IP-in-IP_Tunneling 13:Virtual_LANs_(VLAN)
65 Tunnel-Medium-Type Enumerated M 1:IPv4_(IP_version_4) 2:IPv6_(IP_version_6) 3:NSAP 4:HDLC_(8-bit_multidrop) 5:BBN_1822 6:802_(includes_all_802_media_plus_Ethernet_"canonical_format") 7:E.163_(POTS) 8:E.164_(SMDS,_Frame_Relay,_ATM) 9:F.69_(Telex) 10:X.121_(X.25,_Frame_Relay) 11:IPX 12:Appletalk 13:Decnet_IV 14:Banyan_Vines 15:E.164_with_NSAP_format_subaddress
66 Tunnel-Client-Endpoint UTF8String M
67 Tunnel-Server-Endpoint UTF8String M
68 Acct-Tunnel-Connection OctetString M
69 Tunnel-Password OctetString M
70 ARAP-Password OctetString M
71 ARAP-Features OctetString M
72 ARAP-Zone-Access Enumerated M 1:Only_allow_access_to_default_zone 2:Use_zone_filter_inclusively 3:Not_used 4:Use_zone_filter_exclusively
73 ARAP-Security Unsigned32 M
74 ARAP-Security-Data OctetString M
75 Password-Retry Unsigned32 M
76 Prompt Enumerated M 0:No_Echo 1:Echo
77 Connect-Info UTF8String M
78 Configuration-Token OctetString M
81 Tunnel-Private-Group-Id OctetString M
82 Tunnel-Assignment-Id OctetString M
83 Tunnel-Preference Unsigned32 M
84 ARAP-Challenge-Response OctetString M
86 Acct-Tunnel-Packets-Lost Unsigned32 M
87 NAS-Port-Id UTF8String M
88 Framed-Pool OctetString M
90 Tunnel-Client-Auth-Id UTF8String M
91 Tunnel-Server-Auth-Id UTF8String M
94 Originating-Line-Info OctetString .
95 NAS-IPv6-Address OctetString M
96 Framed-Interface-Id Unsigned64 M
97 Framed-IPv6-Prefix OctetString M
98 Login-IPv6-Host OctetString M
99 Framed-IPv6-Route UTF8String M
100 Framed-IPv6-Pool OctetString M
363 Accounting-Input-Octets Unsigned64 M
364 Accounting-Output-Octets Unsigned64 M
365 Accounting-Input-Packets Unsigned64 M
366 Accounting-Output-Packets Unsigned64 M
400 NAS-Filter-Rule IPFilterRule M
401 Tunneling Grouped M
402 CHAP-Auth Grouped M
403 CHAP-Algorithm Enumerated M 5:CHAP_with_MD5
404 CHAP-Ident OctetString M
405 CHAP-Response OctetString M
406 Accounting-Auth-Method Enumerated M 1:PAP 2:CHAP 3:MS-CHAP-1 4:MS-CHAP-2 5:EAP 7:None
407 QoS-Filter-Rule QoSFilterRule M
408 Origin-AAA-Protocol Enumerated M 1:RADIUS
` },
  { source: 'RFC 2865', vendor: 0, rows: `
3 CHAP-Password OctetString .
26 Vendor-Specific OctetString .
29 Termination-Action Enumerated . 0:Default 1:RADIUS-Request
` },
  { source: 'RFC 2866', vendor: 0, rows: `
40 Acct-Status-Type Enumerated . 1:Start 2:Stop 3:Interim-Update 7:Accounting-On 8:Accounting-Off 15:Failed
42 Acct-Input-Octets Unsigned32 .
43 Acct-Output-Octets Unsigned32 .
47 Acct-Input-Packets Unsigned32 .
48 Acct-Output-Packets Unsigned32 .
49 Acct-Terminate-Cause Enumerated . 1:User-Request 2:Lost-Carrier 3:Lost-Service 4:Idle-Timeout 5:Session-Timeout 6:Admin-Reset 7:Admin-Reboot 8:Port-Error 9:NAS-Error 10:NAS-Request 11:NAS-Reboot 12:Port-Unneeded 13:Port-Preempted 14:Port-Suspended 15:Service-Unavailable 16:Callback 17:User-Error 18:Host-Request
` },
  { source: 'RFC 2869', vendor: 0, rows: `
52 Acct-Input-Gigawords Unsigned32 .
53 Acct-Output-Gigawords Unsigned32 .
79 EAP-Message OctetString .
` },
  { source: 'RFC 5176', vendor: 0, rows: `
101 Error-Cause Enumerated . 201:Residual-Session-Context-Removed 202:Invalid-EAP-Packet 401:Unsupported-Attribute 402:Missing-Attribute 403:NAS-Identification-Mismatch 404:Invalid-Request 405:Unsupported-Service 406:Unsupported-Extension 501:Administratively-Prohibited 502:Request-Not-Routable 503:Session-Context-Not-Found 504:Session-Context-Not-Removable 505:Other-Proxy-Processing-Error 506:Resources-Unavailable 507:Request-Initiated 508:Multiple-Session-Selection-Unsupported
` },
  { source: 'RFC 4818', vendor: 0, rows: `
123 Delegated-IPv6-Prefix OctetString .
` },
  { source: 'RFC 5580', vendor: 0, rows: `
126 Operator-Name OctetString .
127 Location-Information OctetString .
128 Location-Data OctetString .
129 Basic-Location-Policy-Rules OctetString .
130 Extended-Location-Policy-Rules OctetString .
131 Location-Capable OctetString .
132 Requested-Location-Info OctetString .
` },
  { source: 'RFC 4072', vendor: 0, rows: `
102 EAP-Key-Name OctetString M
462 EAP-Payload OctetString M
463 EAP-Reissued-Payload OctetString M
464 EAP-Master-Session-Key OctetString M
465 Accounting-EAP-Auth-Method Unsigned64 M
` },
];
