/** AVPs of 3GPP policy and charging control: Gx/Sd, Rx, S9, Sy, Np, Gi/SGi and their kin, with the ETSI attributes they use. Form and sources: dictionary.ts, NOTICE. */
import type { DictionaryPart } from './avpDefinition.ts';

export const policyDictionary: readonly DictionaryPart[] = [
  { source: '3GPP TS 29.212', vendor: 10415, rows: `
1000 Bearer-Usage Enumerated M 0:GENERAL 1:IMS_SIGNALLING 2:DEDICATED
1001 Charging-Rule-Install Grouped M
1002 Charging-Rule-Remove Grouped M
1003 Charging-Rule-Definition Grouped M
1004 Charging-Rule-Base-Name UTF8String M
1005 Charging-Rule-Name OctetString M
1006 Event-Trigger Enumerated M 0:SGSN_CHANGE 1:QOS_CHANGE 2:RAT_CHANGE 3:TFT_CHANGE 4:PLMN_CHANGE 5:LOSS_OF_BEARER 6:RECOVERY_OF_BEARER 7:IP-CAN_CHANGE 11:QOS_CHANGE_EXCEEDING_AUTHORIZATION 12:RAI_CHANGE 13:USER_LOCATION_CHANGE 14:NO_EVENT_TRIGGERS 15:OUT_OF_CREDIT 16:REALLOCATION_OF_CREDIT 17:REVALIDATION_TIMEOUT 18:UE_IP_ADDRESS_ALLOCATE 19:UE_IP_ADDRESS_RELEASE 20:DEFAULT_EPS_BEARER_QOS_CHANGE 21:AN_GW_CHANGE 22:SUCCESSFUL_RESOURCE_ALLOCATION 23:RESOURCE_MODIFICATION_REQUEST 24:PGW_TRACE_CONTROL 25:UE_TIME_ZONE_CHANGE 26:TAI_CHANGE 27:ECGI_CHANGE 28:CHARGING_CORRELATION_EXCHANGE 29:APN-AMBR_MODIFICATION_FAILURE 30:USER_CSG_INFORMATION_CHANGE 33:USAGE_REPORT 34:DEFAULT-EPS-BEARER-QOS_MODIFICATION_FAILURE 35:USER_CSG_HYBRID_SUBSCRIBED_INFORMATION_CHANGE 36:USER_CSG_HYBRID_UNSUBSCRIBED_INFORMATION_CHANGE 37:ROUTING_RULE_CHANGE 39:APPLICATION_START 40:APPLICATION_STOP 42:CS_TO_PS_HANDOVER 43:UE_LOCAL_IP_ADDRESS_CHANGE 44:HENB_LOCAL_IP_ADDRESS_CHANGE 45:ACCESS_NETWORK_INFO_REPORT 46:CREDIT_MANAGEMENT_SESSION_FAILURE 47:DEFAULT_QOS_CHANGE 48:CHANGE_OF_UE_PRESENCE_IN_PRESENCE_REPORTING_AREA_REPORT 49:ADDITION_OF_ACCESS 50:REMOVAL_OF_ACCESS 51:UNAVAILABILITY_OF_ACCESS 52:AVAILABILITY_OF_ACCESS 53:RESOURCE_RELEASE 54:ENODEB_CHANGE 55:3GPP_PS_DATA_OFF_CHANGE 56:UE_STATUS_RESUME 57:AN_GW_STATUS
1007 Metering-Method Enumerated M 0:DURATION 1:VOLUME 2:DURATION_VOLUME 3:EVENT
1008 Offline Enumerated M 0:DISABLE_OFFLINE 1:ENABLE_OFFLINE
1009 Online Enumerated M 0:DISABLE_ONLINE 1:ENABLE_ONLINE
1010 Precedence Unsigned32 M
1011 Reporting-Level Enumerated M 0:SERVICE_IDENTIFIER_LEVEL 1:RATING_GROUP_LEVEL 2:SPONSORED_CONNECTIVITY_LEVEL
1012 TFT-Filter IPFilterRule M
1013 TFT-Packet-Filter-Information Grouped M
1014 ToS-Traffic-Class OctetString M
1016 QoS-Information Grouped M
1018 Charging-Rule-Report Grouped M
1019 PCC-Rule-Status Enumerated M 0:ACTIVE 1:INACTIVE 2:TEMPORARILY_INACTIVE
1020 Bearer-Identifier OctetString M
1021 Bearer-Operation Enumerated M 0:TERMINATION 1:ESTABLISHMENT 2:MODIFICATION
1022 Access-Network-Charging-Identifier-Gx Grouped M
1023 Bearer-Control-Mode Enumerated M 0:UE_ONLY 1:RESERVED 2:UE_NW
1024 Network-Request-Support Enumerated M 0:NETWORK_REQUEST_NOT_SUPPORTED 1:NETWORK_REQUEST_SUPPORTED
1025 Guaranteed-Bitrate-DL Unsigned32 M
1026 Guaranteed-Bitrate-UL Unsigned32 M
1027 IP-CAN-Type Enumerated M 0:3GPP-GPRS 1:DOCSIS 2:xDSL 3:WiMAX 4:3GPP2 5:3GPP-EPS 6:Non-3GPP-EPS 7:FBA 8:3GPP-5GS 9:Non-3GPP-5GS
1028 QoS-Class-Identifier Enumerated M 1:QCI_1 2:QCI_2 3:QCI_3 4:QCI_4 5:QCI_5 6:QCI_6 7:QCI_7 8:QCI_8 9:QCI_9 65:QCI_65 66:QCI_66 67:QCI_67 69:QCI_69 70:QCI_70 71:QCI_71 72:QCI_72 73:QCI_73 74:QCI_74 75:QCI_75 76:QCI_76 79:QCI_79 80:QCI_80 82:QCI_82 83:QCI_83 84:QCI_84 85:QCI_85
1029 QoS-Negotiation Enumerated M 0:NO_QoS_NEGOTIATION 1:QoS_NEGOTIATION_SUPPORTED
1030 QoS-Upgrade Enumerated M 0:QoS_UPGRADE_NOT_SUPPORTED 1:QoS_UPGRADE_SUPPORTED
1031 Rule-Failure-Code Enumerated M 1:UNKNOWN_RULE_NAME 2:RATING_GROUP_ERROR 3:SERVICE_IDENTIFIER_ERROR 4:GW/PCEF_MALFUNCTION 5:RESOURCES_LIMITATION 6:MAX_NR_BEARERS_REACHED 7:UNKNOWN_BEARER_ID 8:MISSING_BEARER_ID 9:MISSING_FLOW_INFORMATION 10:RESOURCE_ALLOCATION_FAILURE 11:UNSUCCESSFUL_QOS_VALIDATION 12:INCORRECT_FLOW_INFORMATION 13:PS_TO_CS_HANDOVER 14:TDF_APPLICATION_IDENTIFIER_ERROR 15:NO_BEARER_BOUND 16:FILTER_RESTRICTIONS 17:AN_GW_FAILED 18:MISSING_REDIRECT_SERVER_ADDRESS 19:CM_END_USER_SERVICE_DENIED 20:CM_CREDIT_CONTROL_NOT_APPLICABLE 21:CM_AUTHORIZATION_REJECTED 22:CM_USER_UNKNOWN 23:CM_RATING_FAILED 24:ROUTING_RULE_REJECTION 25:UNKNOWN_ROUTING_ACCESS_INFORMATION 26:NO_NBIFOM_SUPPORT 27:UE_STATUS_SUSPEND 28:TRAFFIC_STEERING_ERROR
1032 RAT-Type Enumerated - 0:WLAN 1:VIRTUAL 2:TRUSTED-N3GA 3:WIRELINE 4:WIRELINE-CABLE 5:WIRELINE-BBF 1000:UTRAN 1001:GERAN 1002:GAN 1003:HSPA_EVOLUTION 1004:EUTRAN 1005:EUTRAN-NB-IoT 1006:NR 1007:LTE-M 1008:NR-U 1011:EUTRAN(LEO) 1012:EUTRAN(MEO) 1013:EUTRAN(GEO) 1014:EUTRAN(OTHERSAT) 1015:EUTRAN-NB-IoT(LEO) 1016:EUTRAN-NB-IoT(MEO) 1017:EUTRAN-NB-IoT(GEO) 1018:EUTRAN-NB-IoT(OTHERSAT) 1019:LTE-M(LEO) 1020:LTE-M(MEO) 1021:LTE-M(GEO) 1022:LTE-M(OTHERSAT) 1023:NR(LEO) 1024:NR(MEO) 1025:NR(GEO) 1026:NR(OTHERSAT) 2000:CDMA2000_1X 2001:HRPD 2002:UMB 2003:EHRPD
1033 Event-Report-Indication Grouped -
1034 Allocation-Retention-Priority Grouped -
1035 CoA-IP-Address Address -
1036 Tunnel-Header-Filter IPFilterRule -
1037 Tunnel-Header-Length Unsigned32 -
1038 Tunnel-Information Grouped -
1039 CoA-Information Grouped -
1040 APN-Aggregate-Max-Bitrate-DL Unsigned32 -
1041 APN-Aggregate-Max-Bitrate-UL Unsigned32 -
1042 Revalidation-Time Time M
1043 Rule-Activation-Time Time M
1044 Rule-Deactivation-Time Time M
1045 Session-Release-Cause Enumerated M 0:UNSPECIFIED_REASON 1:UE_SUBSCRIPTION_REASON 2:INSUFFICIENT_SERVER_RESOURCES 3:IP_CAN_SESSION_TERMINATION 4:UE_IP_ADDRESS_RELEASE
1046 Priority-Level Unsigned32 -
1047 Pre-emption-Capability Enumerated - 0:PRE-EMPTION_CAPABILITY_ENABLED 1:PRE-EMPTION_CAPABILITY_DISABLED
1048 Pre-emption-Vulnerability Enumerated - 0:PRE-EMPTION_VULNERABILITY_ENABLED 1:PRE-EMPTION_VULNERABILITY_DISABLED
1049 Default-EPS-Bearer-QoS Grouped -
1050 AN-GW-Address Address -
1051 QoS-Rule-Install Grouped M
1052 QoS-Rule-Remove Grouped M
1053 QoS-Rule-Definition Grouped M
1054 QoS-Rule-Name OctetString M
1055 QoS-Rule-Report Grouped M
1056 Security-Parameter-Index OctetString -
1057 Flow-Label OctetString -
1058 Flow-Information Grouped -
1059 Packet-Filter-Content IPFilterRule -
1060 Packet-Filter-Identifier OctetString -
1061 Packet-Filter-Information Grouped -
1062 Packet-Filter-Operation Enumerated - 0:DELETION 1:ADDITION 2:MODIFICATION
1063 Resource-Allocation-Notification Enumerated - 0:ENABLE_NOTIFICATION
1064 Session-Linking-Indicator Enumerated M 0:SESSION_LINKING_IMMEDIATE 1:SESSION_LINKING_DEFERRED
1065 PDN-Connection-ID OctetString -
1066 Monitoring-Key OctetString -
1067 Usage-Monitoring-Information Grouped -
1068 Usage-Monitoring-Level Enumerated - 0:SESSION_LEVEL 1:PCC_RULE_LEVEL 2:ADC_RULE_LEVEL
1069 Usage-Monitoring-Report Enumerated - 0:USAGE_MONITORING_REPORT_REQUIRED
1070 Usage-Monitoring-Support Enumerated - 0:USAGE_MONITORING_DISABLED
1071 CSG-Information-Reporting Enumerated - 0:CHANGE_CSG_CELL 1:CHANGE_CSG_SUBSCRIBED_HYBRID_CELL 2:CHANGE_CSG_UNSUBSCRIBED_HYBRID_CELL
1072 Packet-Filter-Usage Enumerated - 1:SEND_TO_UE
1073 Charging-Correlation-Indicator Enumerated - 0:CHARGING_IDENTIFIER_REQUIRED
1074 QoS-Rule-Base-Name UTF8String -
1075 Routing-Rule-Remove Grouped -
1076 Routing-Rule-Definition Grouped -
1077 Routing-Rule-Identifier OctetString -
1078 Routing-Filter Grouped -
1079 Routing-IP-Address Address -
1080 Flow-Direction Enumerated - 0:UNSPECIFIED 1:DOWNLINK 2:UPLINK 3:BIDIRECTIONAL
1081 Routing-Rule-Install Grouped -
1082 Credit-Management-Status Unsigned32 -
1085 Redirect-Information Grouped -
1086 Redirect-Support Enumerated - 0:REDIRECTION_DISABLED 1:REDIRECTION_ENABLED
1087 TDF-Information Grouped -
1088 TDF-Application-Identifier OctetString -
1089 TDF-Destination-Host DiameterIdentity -
1090 TDF-Destination-Realm DiameterIdentity -
1091 TDF-IP-Address Address -
1092 ADC-Rule-Install Grouped M
1093 ADC-Rule-Remove Grouped M
1094 ADC-Rule-Definition Grouped M
1095 ADC-Rule-Base-Name UTF8String M
1096 ADC-Rule-Name OctetString M
1097 ADC-Rule-Report Grouped M
1098 Application-Detection-Information Grouped -
1099 PS-to-CS-Session-Continuity Enumerated - 0:VIDEO_PS2CS_CONT_CANDIDATE
2802 TDF-Application-Instance-Identifier OctetString -
2804 HeNB-Local-IP-Address Address -
2805 UE-Local-IP-Address Address -
2806 UDP-Source-Port Unsigned32 -
2807 CS-Service-Qos-Request-Identifier OctetString M
2808 CS-Service-QoS-Request-Operation Enumerated M 0:DELETION 1:MODIFICATION
2809 Mute-Notification Enumerated - 0:MUTE_REQUIRED
2810 Monitoring-Time Time -
2811 AN-GW-Status Enumerated - 0:AN_GW_FAILED
2812 User-Location-Info-Time Time -
2813 CS-Service-Resource-Report Grouped M
2814 CS-Service-Resource-Failure-Cause Enumerated M
2815 CS-Service-Resource-Result-Operation Enumerated M 0:DELETION
2816 Default-QoS-Information Grouped -
2817 Default-QoS-Name UTF8String -
2818 Conditional-APN-Aggregate-Max-Bitrate Grouped -
2819 RAN-NAS-Release-Cause OctetString -
2820 Presence-Reporting-Area-Elements-List OctetString -
2821 Presence-Reporting-Area-Identifier OctetString -
2822 Presence-Reporting-Area-Information Grouped -
2823 Presence-Reporting-Area-Status Unsigned32 -
2824 NetLoc-Access-Support Unsigned32 -
2825 Fixed-User-Location-Info Grouped -
2826 PCSCF-Restoration-Indication Unsigned32 -
2827 IP-CAN-Session-Charging-Scope Enumerated - 0:IP-CAN_SESSION_SCOPE
2828 Monitoring-Flags Unsigned32 -
2829 Default-Access Enumerated -
2830 NBIFOM-Mode Enumerated - 0:UE_INITIATED 1:NETWORK_INITIATED
2831 NBIFOM-Support Enumerated - 0:NBIFOM_NOT_SUPPORTED 1:NBIFOM_SUPPORTED
2832 RAN-Rule-Support Unsigned32 -
2833 Access-Availability-Change-Reason Unsigned32 -
2834 Routing-Rule-Failure-Code Unsigned32 -
2835 Routing-Rule-Report Grouped -
2836 Traffic-Steering-Policy-Identifier-DL OctetString -
2837 Traffic-Steering-Policy-Identifier-UL OctetString -
2838 Request-Type Unsigned32 M
2839 Execution-Time Time -
2840 Conditional-Policy-Information Grouped -
2841 Resource-Release-Notification Enumerated - 0:ENABLE_NOTIFICATION
2842 Removal-Of-Access Enumerated -
2843 TCP-Source-Port Unsigned32 -
2844 Default-Bearer-Indication Enumerated -
2845 PRA-Install Grouped -
2846 PRA-Remove Grouped -
2847 3GPP-PS-Data-Off-Status Enumerated - 0:ACTIVE 1:INACTIVE
2848 Extended-APN-AMBR-DL Unsigned32 -
2849 Extended-APN-AMBR-UL Unsigned32 -
2850 Extended-GBR-DL Unsigned32 -
2851 Extended-GBR-UL Unsigned32 -
2852 Max-PLR-DL Float32 -
2853 Max-PLR-UL Float32 -
2854 UE-Status Unsigned32 -
2855 Presence-Reporting-Area-Node Unsigned32 -
` },
  { source: '3GPP TS 29.214', vendor: 10415, rows: `
500 Abort-Cause Enumerated M 0:BEARER_RELEASED 1:INSUFFICIENT_SERVER_RESOURCES 2:INSUFFICIENT_BEARER_RESOURCES 3:PS_TO_CS_HANDOVER 4:SPONSORED_DATA_CONNECTIVITY_DISALLOWED
501 Access-Network-Charging-Address Address M
502 Access-Network-Charging-Identifier Grouped M
503 Access-Network-Charging-Identifier-Value OctetString M
504 AF-Application-Identifier OctetString M
505 AF-Charging-Identifier OctetString M
507 Flow-Description IPFilterRule M
509 Flow-Number Unsigned32 M
510 Flows Grouped M
511 Flow-Status Enumerated M 0:ENABLED-UPLINK 1:ENABLED-DOWNLINK 2:ENABLED 3:DISABLED 4:REMOVED
512 Flow-Usage Enumerated M 0:NO_INFORMATION 1:RTCP 2:AF_SIGNALLING
513 Specific-Action Enumerated M 1:CHARGING_CORRELATION_EXCHANGE 2:INDICATION_OF_LOSS_OF_BEARER 3:INDICATION_OF_RECOVERY_OF_BEARER 4:INDICATION_OF_RELEASE_OF_BEARER 6:IP-CAN_CHANGE 7:INDICATION_OF_OUT_OF_CREDIT 8:INDICATION_OF_SUCCESSFUL_RESOURCES_ALLOCATION 9:INDICATION_OF_FAILED_RESOURCES_ALLOCATION 10:INDICATION_OF_LIMITED_PCC_DEPLOYMENT 11:USAGE_REPORT 12:ACCESS_NETWORK_INFO_REPORT 13:INDICATION_OF_RECOVERY_FROM_LIMITED_PCC_DEPLOYMENT 14:INDICATION_OF_ACCESS_NETWORK_INFO_REPORTING_FAILURE 15:INDICATION_OF_TRANSFER_POLICY_EXPIRED 16:PLMN_CHANGE 17:EPS_FALLBACK 18:INDICATION_OF_REALLOCATION_OF_CREDIT 19:SUCCESSFUL_QOS_UPDATE 20:FAILED_QOS_UPDATE
515 Max-Requested-Bandwidth-DL Unsigned32 M
516 Max-Requested-Bandwidth-UL Unsigned32 M
517 Media-Component-Description Grouped M
518 Media-Component-Number Unsigned32 M
519 Media-Sub-Component Grouped M
520 Media-Type Enumerated M 0:AUDIO 1:VIDEO 2:DATA 3:APPLICATION 4:CONTROL 5:TEXT 6:MESSAGE 4294967295:OTHER
521 RR-Bandwidth Unsigned32 M
522 RS-Bandwidth Unsigned32 M
523 SIP-Forking-Indication Enumerated M 0:SINGLE_DIALOGUE 1:SEVERAL_DIALOGUES
524 Codec-Data OctetString M
525 Service-URN OctetString M
526 Acceptable-Service-Info Grouped M
527 Service-Info-Status Enumerated M 0:FINAL_SERVICE_INFORMATION 1:PRELIMINARY_SERVICE_INFORMATION
528 MPS-Identifier OctetString -
529 AF-Signalling-Protocol Enumerated - 0:NO_INFORMATION 1:SIP
530 Sponsored-Connectivity-Data Grouped -
531 Sponsor-Identity UTF8String -
532 Application-Service-Provider-Identity UTF8String -
533 Rx-Request-Type Enumerated - 0:INITIAL_REQUEST 1:UPDATE_REQUEST 2:PCSCF_RESTORATION
534 Min-Requested-Bandwidth-DL Unsigned32 -
535 Min-Requested-Bandwidth-UL Unsigned32 -
536 Required-Access-Info Enumerated - 0:USER_LOCATION 1:MS_TIME_ZONE
537 IP-Domain-Id OctetString -
538 GCS-Identifier OctetString -
539 Sharing-Key-DL Unsigned32 -
540 Sharing-Key-UL Unsigned32 -
541 Retry-Interval Unsigned32 -
542 Sponsoring-Action Enumerated - 0:DISABLE_SPONSORING 1:ENABLE_SPONSORING
543 Max-Supported-Bandwidth-DL Unsigned32 -
544 Max-Supported-Bandwidth-UL Unsigned32 -
545 Min-Desired-Bandwidth-DL Unsigned32 -
546 Min-Desired-Bandwidth-UL Unsigned32 -
547 MCPTT-Identifier OctetString -
548 Service-Authorization-Info Unsigned32 -
549 Media-Component-Status Unsigned32 -
550 Priority-Sharing-Indicator Enumerated - 0:PRIORITY_SHARING_ENABLED 1:PRIORITY_SHARING_DISABLED
551 AF-Requested-Data Unsigned32 -
552 Content-Version Unsigned64 -
553 Pre-emption-Control-Info Unsigned32 -
554 Extended-Max-Requested-BW-DL Unsigned32 -
555 Extended-Max-Requested-BW-UL Unsigned32 -
556 Extended-Max-Supported-BW-DL Unsigned32 -
557 Extended-Max-Supported-BW-UL Unsigned32 -
558 Extended-Min-Desired-BW-DL Unsigned32 -
559 Extended-Min-Desired-BW-UL Unsigned32 -
560 Extended-Min-Requested-BW-DL Unsigned32 -
561 Extended-Min-Requested-BW-UL Unsigned32 -
562 MCVideo-Identifier OctetString -
563 IMS-Content-Identifier OctetString -
564 IMS-Content-Type Enumerated -
` },
  { source: '3GPP TS 29.215', vendor: 10415, rows: `
2200 Subsession-Decision-Info Grouped M
2201 Subsession-Enforcement-Info Grouped M
2202 Subsession-Id Unsigned32 M
2203 Subsession-Operation Enumerated M 0:TERMINATION 1:ESTABLISHMENT 2:MODIFICATION
2204 Multiple-BBERF-Action Enumerated M 0:ESTABLISHMENT 1:TERMINATION
2205 UE-Local-IPv6-Prefix OctetString M
2206 DRA-Deployment Enumerated - 0:DRA_DEPLOYED
2207 PCRF-Address DiameterIdentity M
2208 DRA-Binding Enumerated - 0:DRA_BINDING_DELETION
` },
  { source: '3GPP TS 29.219', vendor: 10415, rows: `
2901 Policy-Counter-Identifier UTF8String M
2902 Policy-Counter-Status UTF8String M
2903 Policy-Counter-Status-Report Grouped M
2904 SL-Request-Type Enumerated M 0:INITIAL_REQUEST 1:INTERMEDIATE_REQUEST
2905 Pending-Policy-Counter-Information Grouped M
2906 Pending-Policy-Counter-Change-Time Time M
2907 SN-Request-Type Unsigned32 -
` },
  { source: '3GPP TS 29.217', vendor: 10415, rows: `
4000 Aggregated-Congestion-Info Grouped M
4001 Aggregated-RUCI-Report Grouped M
4002 Congestion-Level-Definition Grouped -
4003 Congestion-Level-Range Unsigned32 -
4004 Congestion-Level-Set-Id Unsigned32 -
4005 Congestion-Level-Value Unsigned32 M
4006 Congestion-Location-Id Grouped -
4007 Conditional-Restriction Unsigned32 -
4008 eNodeB-Id OctetString M
4009 IMSI-List OctetString M
4010 RCAF-Id DiameterIdentity M
4011 Reporting-Restriction Unsigned32 -
4012 RUCI-Action Unsigned32 -
4013 Extended-eNodeB-Id OctetString -
` },
  { source: '3GPP TS 29.209', vendor: 10415, rows: `
506 Authorization-Token OctetString M
508 Flow-Grouping Grouped M
` },
  { source: '3GPP TS 29.210', vendor: 10415, rows: `
1015 PDP-Session-Operation Enumerated M 0:PDP-SESSION-TERMINATION
` },
  { source: '3GPP TS 29.153', vendor: 10415, rows: `
4101 Network-Congestion-Area-Report Grouped M
4102 Ns-Request-Type Unsigned32 M
` },
  { source: '3GPP TS 29.154', vendor: 10415, rows: `
4201 Network-Area-Info-List OctetString M
4202 Reference-Id OctetString M
4203 Transfer-Request-Type Unsigned32 M
4204 Time-Window Grouped M
4205 Transfer-End-Time Time M
4206 Transfer-Start-Time Time M
4207 Transfer-Policy Grouped M
4208 Transfer-Policy-Id Unsigned32 M
4209 Number-Of-UEs Unsigned32 M
4210 Access-Network-Reports Grouped M
4211 Event-Configuration Grouped M
4212 Event-Configuration-State Unsigned32 M
4213 Event-Configuration-Status Grouped M
4214 Event-Reporting-Results Unsigned32 M
4215 Event-Reports Grouped M
4216 Extended-SCEF-Reference-ID Unsigned64 M
` },
  { source: '3GPP TS 29.061', vendor: 10415, rows: `
1 3GPP-IMSI UTF8String M
2 3GPP-Charging-Id Unsigned32 M
3 3GPP-PDP-Type Enumerated M 0:IPv4 1:PPP 2:IPv6 3:IPv4v6 4:Non-IP 5:Unstructured 6:Ethernet
4 3GPP-CG-Address OctetString -
5 3GPP-GPRS-Negotiated-QoS-Profile UTF8String M
6 3GPP-SGSN-Address OctetString -
7 3GPP-GGSN-Address OctetString -
8 3GPP-IMSI-MCC-MNC UTF8String M
9 3GPP-GGSN-MCC-MNC UTF8String M
10 3GPP-NSAPI OctetString M
11 3GPP-Session-Stop-Indicator OctetString -
12 3GPP-Selection-Mode UTF8String M
13 3GPP-Charging-Characteristics UTF8String M
14 3GPP-CG-Ipv6-Address OctetString M
15 3GPP-SGSN-Ipv6-Address OctetString M
16 3GPP-GGSN-Ipv6-Address OctetString M
17 3GPP-Ipv6-DNS-Servers OctetString M
18 3GPP-SGSN-MCC-MNC UTF8String M
20 3GPP-IMEISV OctetString M
21 3GPP-RAT-Type OctetString M
22 3GPP-User-Location-Info OctetString M
23 3GPP-MS-TimeZone OctetString M
24 3GPP-CAMEL-Charging-Info OctetString -
25 3GPP-Packet-Filter OctetString -
26 3GPP-Negotiated-DSCP OctetString -
27 3GPP-Allocate-IP-Type OctetString -
29 TWAN-Identifier OctetString -
30 3GPP-User-Location-Info-Time OctetString -
31 3GPP-Secondary-RAT-Usage OctetString -
900 TMGI OctetString M
901 Required-MBMS-Bearer-Capabilities UTF8String M
902 MBMS-StartStop-Indication Enumerated M 0:START 1:STOP 2:UPDATE
903 MBMS-Service-Area OctetString M
904 MBMS-Session-Duration OctetString M
905 Alternative-APN UTF8String M
906 MBMS-Service-Type Enumerated M 0:MULTICAST 1:BROADCAST
907 MBMS-2G-3G-Indicator Enumerated M 0:2G 1:3G 2:2G-AND-3G
908 MBMS-Session-Identity OctetString M
909 RAI UTF8String M
910 Additional-MBMS-Trace-Info OctetString M
911 MBMS-Time-To-Data-Transfer OctetString M
912 MBMS-Session-Repetition-Number OctetString M
913 MBMS-Required-QoS UTF8String M
914 MBMS-Counting-Information Enumerated M 0:COUNTING-NOT-APPLICABLE 1:COUNTING-APPLICABLE
915 MBMS-User-Data-Mode-Indication Enumerated M 0:Unicast 1:Multicast_and_Unicast
916 MBMS-GGSN-Address OctetString M
917 MBMS-GGSN-Ipv6-Address OctetString M
918 MBMS-BMSC-SSM-IP-Address OctetString M
919 MBMS-BMSC-SSM-Ipv6-Address OctetString M
920 MBMS-Flow-Identifier OctetString M
921 CN-IP-Multicast-Distribution Enumerated M 0:NO-IP-MULTICAST 1:IP-MULTICAST
922 MBMS-HC-Indicator Enumerated M 0:uncompressed-header 1:compressed-header
923 MBMS-Access-Indicator Enumerated M 0:UTRAN 1:E-UTRAN 2:UTRAN-AND-E-UTRAN
924 MBMS-GW-SSM-IP-Address OctetString -
925 MBMS-GW-SSM-IPv6-Address OctetString -
926 MBMS-BMSC-SSM-UDP-Port OctetString -
927 MBMS-GW-UDP-Port OctetString -
928 MBMS-GW-UDP-Port-Indicator Enumerated -
929 MBMS-Data-Transfer-Start Unsigned64 -
930 MBMS-Data-Transfer-Stop Unsigned64 -
931 MBMS-Flags Unsigned32 -
932 Restart-Counter Unsigned32 -
933 Diagnostic-Info Unsigned32 -
934 MBMS-Cell-List OctetString -
` },
  { source: '3GPP TS 29.561', vendor: 10415, rows: `
110 3GPP-Notification OctetString -
111 3GPP-UE-MAC-Address OctetString -
112 3GPP-Authorization-Reference OctetString -
113 3GPP-Policy-Reference OctetString -
114 3GPP-Session-AMBR OctetString -
115 3GPP-NAI OctetString -
116 3GPP-Session-AMBR-v2 OctetString -
118 3GPP-IP-Address-Pool-Id OctetString -
200 3GPP-S-NSSAI UTF8String -
` },
  { source: 'ETSI ES 283 034', vendor: 13019, rows: `
300 Globally-Unique-Address Grouped .
301 Address-Realm OctetString .
302 Logical-Access-Id OctetString .
303 Initial-Gate-Setting Grouped .
304 QoS-Profile Grouped .
305 IP-Connectivity-Status Enumerated . 0:IP-CONNECTIVITY-ON 1:IP-CONNECTIVITY-LOST
306 Access-Network-Type Grouped .
307 Aggregation-Network-Type Enumerated . 0:UNKNOWN 1:ATM 2:ETHERNET
308 Maximum-Allowed-Bandwidth-UL Unsigned32 .
309 Maximum-Allowed-Bandwidth-DL Unsigned32 .
311 Transport-Class Unsigned32 .
312 Application-Class-ID UTF8String .
313 Physical-Access-ID UTF8String .
350 Location-Information Grouped .
` },
  { source: 'ETSI TS 183 017', vendor: 13019, rows: `
450 Binding-Information Grouped .
451 Binding-Input-List Grouped .
452 Binding-Output-List Grouped .
453 V6-Transport-Address Grouped .
454 V4-Transport-Address Grouped .
455 Port-Number Unsigned32 .
456 Reservation-Class Unsigned32 .
457 Latching-Indication Enumerated . 0:LATCH 1:RELATCH
458 Reservation-Priority Enumerated . 0:DEFAULT 1:PRIORITY-ONE 2:PRIORITY-TWO 3:PRIORITY-THREE 4:PRIORITY-FOUR 5:PRIORITY-FIVE 6:PRIORITY-SIX 7:PRIORITY-SEVEN 8:PRIORITY-EIGHT 9:PRIORITY-NINE 10:PRIORITY-TEN 11:PRIORITY-ELEVEN 12:PRIORITY-TWELVE 13:PRIORITY-THIRTEEN 14:PRIORITY-FOURTEEN 15:PRIORITY-FIFTEEN
459 Service-Class UTF8String .
` },
  { source: 'ETSI TS 183 033', vendor: 13019, rows: `
500 Line-Identifier OctetString .
501 ETSI-SIP-Authenticate Grouped .
502 ETSI-SIP-Authorization Grouped .
503 ETSI-SIP-Authentication-Info Grouped .
504 ETSI-Digest-Realm UTF8String .
505 ETSI-Digest-Nonce UTF8String .
506 ETSI-Digest-Domain UTF8String .
507 ETSI-Digest-Opaque UTF8String .
508 ETSI-Digest-Stale UTF8String .
509 ETSI-Digest-Algorithm UTF8String .
510 ETSI-Digest-QoP UTF8String .
511 ETSI-Digest-HA1 UTF8String .
512 ETSI-Digest-Auth-Param UTF8String .
513 ETSI-Digest-Username UTF8String .
514 ETSI-Digest-URI UTF8String .
515 ETSI-Digest-Response UTF8String .
516 ETSI-Digest-CNonce UTF8String .
517 ETSI-Digest-Nonce-Count UTF8String .
518 ETSI-Digest-Method UTF8String .
519 ETSI-Digest-Entity-Body-Hash UTF8String .
520 ETSI-Digest-Nextnonce UTF8String .
521 ETSI-Digest-Response-Auth UTF8String .
` },
];
