/** AVPs of 3GPP charging: Gy/Ro and Rf, with the OMA and 3GPP2 attributes they use. Form and sources: dictionary.ts, NOTICE. */
import type { DictionaryPart } from './avpDefinition.ts';

export const chargingDictionary: readonly DictionaryPart[] = [
  { source: '3GPP TS 32.299', vendor: 10415, rows: `
823 Event-Type Grouped M
824 SIP-Method UTF8String M
825 Event UTF8String M
826 Content-Type UTF8String M
827 Content-Length Unsigned32 M
828 Content-Disposition UTF8String M
829 Role-Of-Node Enumerated M 0:ORIGINATING_ROLE 1:TERMINATING_ROLE 2:FORWARDING_ROLE
830 User-Session-Id UTF8String M
831 Calling-Party-Address UTF8String M
832 Called-Party-Address UTF8String M
833 Time-Stamps Grouped M
834 SIP-Request-Timestamp Time M
835 SIP-Response-Timestamp Time M
836 Application-Server UTF8String M
837 Application-Provided-Called-Party-Address UTF8String M
838 Inter-Operator-Identifier Grouped M
839 Originating-IOI UTF8String M
840 Terminating-IOI UTF8String M
841 IMS-Charging-Identifier UTF8String M
842 SDP-Session-Description UTF8String M
843 SDP-Media-Component Grouped M
844 SDP-Media-Name UTF8String M
845 SDP-Media-Description UTF8String M
846 CG-Address Address M
847 GGSN-Address Address M
848 Served-Party-IP-Address Address M
849 Authorised-QoS UTF8String M
850 Application-Server-Information Grouped M
851 Trunk-Group-Id Grouped M
852 Incoming-Trunk-Group-Id UTF8String M
853 Outgoing-Trunk-Group-Id UTF8String M
854 Bearer-Service OctetString M
855 Service-Id UTF8String M
856 Associated-URI UTF8String M
857 Charged-Party UTF8String M
858 PoC-Controlling-Address UTF8String M
859 PoC-Group-Name UTF8String M
861 Cause-Code Integer32 M
862 Node-Functionality Enumerated M 0:S-CSCF 1:P-CSCF 2:I-CSCF 3:MRFC 4:MGCF 5:BGCF 6:AS 7:IBCF 8:S-GW 9:P-GW 10:HSGW 11:E-CSCF 12:MME 13:TRF 14:TF 15:ATCF 16:Proxy_Function 17:ePDG 18:TDF 19:TWAG 20:SCEF 21:IWK-SCEF
863 Service-Specific-Data UTF8String M
864 Originator Enumerated M 0:CALLING_PARTY 1:CALLED_PARTY
865 PS-Furnish-Charging-Information Grouped M
866 PS-Free-Format-Data OctetString M
867 PS-Append-Free-Format-Data Enumerated M 0:APPEND 1:OVERWRITE
868 Time-Quota-Threshold Unsigned32 M
869 Volume-Quota-Threshold Unsigned32 M
870 Trigger-Type Enumerated M 1:CHANGE_IN_SGSN_IP_ADDRESS 2:CHANGE_IN_QOS 3:CHANGE_IN_LOCATION 4:CHANGE_IN_RAT 5:CHANGE_IN_UE_TIMEZONE 10:CHANGEINQOS_TRAFFIC_CLASS 11:CHANGEINQOS_RELIABILITY_CLASS 12:CHANGEINQOS_DELAY_CLASS 13:CHANGEINQOS_PEAK_THROUGHPUT 14:CHANGEINQOS_PRECEDENCE_CLASS 15:CHANGEINQOS_MEAN_THROUGHPUT 16:CHANGEINQOS_MAXIMUM_BIT_RATE_FOR_UPLINK 17:CHANGEINQOS_MAXIMUM_BIT_RATE_FOR_DOWNLINK 18:CHANGEINQOS_RESIDUAL_BER 19:CHANGEINQOS_SDU_ERROR_RATIO 20:CHANGEINQOS_TRANSFER_DELAY 21:CHANGEINQOS_TRAFFIC_HANDLING_PRIORITY 22:CHANGEINQOS_GUARANTEED_BIT_RATE_FOR_UPLINK 23:CHANGEINQOS_GUARANTEED_BIT_RATE_FOR_DOWNLINK 24:CHANGEINQOS_APN_AGGREGATE_MAXIMUM_BIT_RATE 30:CHANGEINLOCATION_MCC 31:CHANGEINLOCATION_MNC 32:CHANGEINLOCATION_RAC 33:CHANGEINLOCATION_LAC 34:CHANGEINLOCATION_CellId 35:CHANGEINLOCATION_TAC 36:CHANGEINLOCATION_ECGI 40:CHANGE_IN_MEDIA_COMPOSITION 50:CHANGE_IN_PARTICIPANTS_NMB 51:CHANGE_IN_THRSHLD_OF_PARTICIPANTS_NMB 52:CHANGE_IN_USER_PARTICIPATING_TYPE 60:CHANGE_IN_SERVICE_CONDITION 61:CHANGE_IN_SERVING_NODE 70:CHANGE_IN_USER_CSG_INFORMATION 71:CHANGE_IN_HYBRID_SUBSCRIBED_USER_CSG_INFORMATION 72:CHANGE_IN_HYBRID_UNSUBSCRIBED_USER_CSG_INFORMATION 73:CHANGE_OF_UE_PRESENCE_IN_PRESENCE_REPORTING_AREA 74:CHANGE_IN_SERVING_PLMN_RATE_CONTROL 75:CHANGE_IN_APN_RATE_CONTROL
871 Quota-Holding-Time Unsigned32 M
872 Reporting-Reason Enumerated M 0:THRESHOLD 1:QHT 2:FINAL 3:QUOTA_EXHAUSTED 4:VALIDITY_TIME 5:OTHER_QUOTA_TYPE 6:RATING_CONDITION_CHANGE 7:FORCED_REAUTHORISATION 8:POOL_EXHAUSTED 9:UNUSED_QUOTA_TIMER
873 Service-Information Grouped M
874 PS-Information Grouped M
875 WLAN-Information Grouped M
876 IMS-Information Grouped M
877 MMS-Information Grouped M
878 LCS-Information Grouped M
879 PoC-Information Grouped M
880 MBMS-Information Grouped M
881 Quota-Consumption-Time Unsigned32 M
882 Media-Initiator-Flag Enumerated M 0:CALLED_PARTY 1:CALLING_PARTY 2:UNKNOWN
883 PoC-Server-Role Enumerated M 0:PARTICIPATING_POC_SERVER 1:CONTROLLING_POC_SERVER
884 PoC-Session-Type Enumerated M 0:1_TO_1_POC_SESSION 1:CHAT_POC_GROUP_SESSION 2:PRE_ARRANGED_POC_GROUP_SESSION 3:AD_HOC_POC_GROUP_SESSION
885 Number-Of-Participants Unsigned32 M
886 Originator-Address Grouped M
887 Participants-Involved UTF8String M
888 Expires Unsigned32 M
889 Message-Body Grouped M
890 WAG-Address Address M
891 WAG-PLMN-Id OctetString M
892 WLAN-Radio-Container Grouped M
893 WLAN-Technology Unsigned32 M
894 WLAN-UE-Local-IPAddress Address M
895 PDG-Address Address M
896 PDG-Charging-Id Unsigned32 M
897 Address-Data UTF8String M
898 Address-Domain Grouped M
899 Address-Type Enumerated M 0:E-MAIL_ADDRESS 1:MSISDN 2:IPV4_ADDRESS 3:IPV6_ADDRESS 4:NUMERIC_SHORTCODE 5:ALPHANUMERIC_SHORTCODE 6:OTHER 7:IMSI
1200 Domain-Name UTF8String M
1201 Recipient-Address Grouped M
1202 Submission-Time Time M
1203 MM-Content-Type Grouped M
1204 Type-Number Enumerated M
1205 Additional-Type-Information UTF8String M
1206 Content-Size Unsigned32 M
1207 Additional-Content-Information Grouped M
1208 Addressee-Type Enumerated M 0:TO 1:CC 2:BCC
1209 Priority Enumerated M 0:LOW 1:NORMAL 2:HIGH
1210 Message-ID UTF8String M
1211 Message-Type Enumerated M 1:M-SEND-REQ 2:M-SEND-CONF 3:M-NOTIFICATION-IND 4:M-NOTIFYRESP-IND 5:M-RETRIEVE-CONF 6:M-ACKNOWLEDGE-IND 7:M-DELIVERY-IND 8:M-READ-REC-IND 9:M-READ-ORIG-IND 10:M-FORWARD-REQ 11:M-FORWARD-CONF 12:M-MBOX-STORE-CONF 13:M-MBOX-VIEW-CONF 14:M-MBOX-UPLOAD-CONF 15:M-MBOX-DELETE-CONF
1212 Message-Size Unsigned32 M
1213 Message-Class Grouped M
1214 Class-Identifier Enumerated M 0:PERSONAL 1:ADVERTISEMENT 2:INFORMATIONAL 3:AUTO
1215 Token-Text UTF8String M
1216 Delivery-Report-Requested Enumerated M 0:NO 1:YES
1217 Adaptations Enumerated M 0:YES 1:NO
1218 Applic-ID UTF8String M
1219 Aux-Applic-Info UTF8String M
1220 Content-Class Enumerated M 0:text 1:image-basic 2:image-rich 3:video-basic 4:video-rich 5:megapixel 6:content-basic 7:content-rich
1221 DRM-Content Enumerated M 0:NO 1:YES
1222 Read-Reply-Report-Requested Enumerated M 0:NO 1:YES
1223 Reply-Applic-ID UTF8String M
1224 File-Repair-Supported Enumerated M 1:SUPPORTED 2:NOT_SUPPORTED
1225 MBMS-User-Service-Type Enumerated M 1:DOWNLOAD 2:STREAMING
1226 Unit-Quota-Threshold Unsigned32 M
1227 PDP-Address Address M
1228 SGSN-Address Address M
1229 PoC-Session-Id UTF8String M
1230 Deferred-Location-Event-Type UTF8String M
1231 LCS-APN UTF8String M
1232 LCS-Client-Id Grouped M
1233 LCS-Client-Dialed-By-MS UTF8String M
1234 LCS-Client-External-ID UTF8String M
1235 LCS-Client-Name Grouped M
1236 LCS-Data-Coding-Scheme UTF8String M
1237 LCS-Format-Indicator Enumerated M 0:LOGICAL_NAME 1:EMAIL_ADDRESS 2:MSISDN 3:URL 4:SIP_URL
1238 LCS-Name-String UTF8String M
1239 LCS-Requestor-ID Grouped M
1240 LCS-Requestor-ID-String UTF8String M
1241 LCS-Client-Type Enumerated M 0:EMERGENCY_SERVICES 1:VALUE_ADDED_SERVICES 2:PLMN_OPERATOR_SERVICES 3:LAWFUL_INTERCEPT_SERVICES
1242 Location-Estimate OctetString M
1243 Location-Estimate-Type Enumerated M 0:CURRENT_LOCATION 1:CURRENT_LAST_KNOWN_LOCATION 2:INITIAL_LOCATION 3:ACTIVATE_DEFERRED_LOCATION 4:CANCEL_DEFERRED_LOCATION
1244 Location-Type Grouped M
1245 Positioning-Data UTF8String M
1246 WLAN-Session-Id UTF8String M
1247 PDP-Context-Type Enumerated M 0:PRIMARY 1:SECONDARY
1248 MMBox-Storage-Requested Enumerated M 0:NO 1:YES
1249 Service-Specific-Info Grouped M
1250 Called-Asserted-Identity UTF8String M
1251 Requested-Party-Address UTF8String M
1252 PoC-User-Role Grouped M
1253 PoC-User-Role-IDs UTF8String M
1254 PoC-User-Role-Info-Units Enumerated M 1:Moderator 2:Dispatcher 3:Session-Owner 4:Session-Participant
1255 Talk-Burst-Exchange Grouped M
1257 Service-Specific-Type Unsigned32 M
1258 Event-Charging-TimeStamp Time M
1259 Participant-Access-Priority Enumerated M 1:PRE-EMPTIVE_PRIORITY 2:HIGH_PRIORITY 3:NORMAL_PRIORITY 4:LOW_PRIORITY
1260 Participant-Group Grouped M
1261 PoC-Change-Condition Enumerated M 0:SERVICECHANGE 1:VOLUMELIMIT 2:TIMELIMIT 3:NUMBEROFTALKBURSTLIMIT 4:NUMBEROFACTIVEPARTICIPANTS 5:TARIFFTIME
1262 PoC-Change-Time Time M
1263 Access-Network-Information OctetString M
1264 Trigger Grouped M
1265 Base-Time-Interval Unsigned32 M
1266 Envelope Grouped M
1267 Envelope-End-Time Time M
1268 Envelope-Reporting Enumerated M 0:DO_NOT_REPORT_ENVELOPES 1:REPORT_ENVELOPES 2:REPORT_ENVELOPES_WITH_VOLUME 3:REPORT_ENVELOPES_WITH_EVENTS 4:REPORT_ENVELOPES_WITH_VOLUME_AND_EVENTS
1269 Envelope-Start-Time Time M
1270 Time-Quota-Mechanism Grouped M
1271 Time-Quota-Type Enumerated M 0:DISCRETE_TIME_PERIOD 1:CONTINUOUS_TIME_PERIOD
1272 Early-Media-Description Grouped M
1273 SDP-TimeStamps Grouped M
1274 SDP-Offer-Timestamp Time M
1275 SDP-Answer-Timestamp Time M
1276 AF-Correlation-Information Grouped M
1277 PoC-Session-Initiation-type Enumerated M 0:PRE-ESTABLISHED 1:ON-DEMAND
1278 Offline-Charging Grouped M
1279 User-Participating-Type Enumerated M 0:NORMAL 1:NW_POC_BOX 2:UE_POC_BOX
1280 Alternate-Charged-Party-Address UTF8String M
1281 IMS-Communication-Service-Identifier UTF8String M
1282 Number-Of-Received-Talk-Bursts Unsigned32 M
1283 Number-Of-Talk-Bursts Unsigned32 M
1284 Received-Talk-Burst-Time Unsigned32 M
1285 Received-Talk-Burst-Volume Unsigned32 M
1286 Talk-Burst-Time Unsigned32 M
1287 Talk-Burst-Volume Unsigned32 M
1288 Media-Initiator-Party UTF8String M
1300 PC5-Radio-Technology Enumerated -
1301 RAN-End-Time Time -
1302 RAN-Secondary-RAT-Usage-Report Grouped -
1303 RAN-Start-Time Time -
1304 Secondary-RAT-Type OctetString -
1305 Civic-Address-Information UTF8String -
1306 WLAN-Operator-Id Grouped -
1307 WLAN-Operator-Name UTF8String -
1308 WLAN-PLMN-Id UTF8String -
1309 API-Content UTF8String -
1310 API-Direction Enumerated - 0:INVOCATION 1:NOTIFICATION
1311 API-Identifier OctetString -
1312 API-Invocation-Timestamp Time -
1313 API-Result-Code Unsigned32 -
1314 API-Size Unsigned64 -
1315 API-Network-Service-Node Enumerated -
1316 Exposure-Function-API-Information Grouped -
1317 SCEF-Address Address -
1318 TLTRI Unsigned32 -
1320 OC-Specific-Reduction Grouped -
1321 OC-Rating-Group Unsigned32 -
1322 OC-Request-Type Enumerated - 0:INITIAL_REQUEST 1:UPDATE_REQUEST
2000 SMS-Information Grouped M
2001 Data-Coding-Scheme Integer32 M
2002 Destination-Interface Grouped M
2003 Interface-Id UTF8String M
2004 Interface-Port UTF8String M
2005 Interface-Text UTF8String M
2006 Interface-Type Enumerated M 0:UNKNOWN 1:MOBILE_ORIGINATING 2:MOBILE_TERMINATING 3:APPLICATION_ORIGINATING 4:APPLICATION_TERMINATION 5:DEVICE_TRIGGER
2007 SM-Message-Type Enumerated M 0:SUBMISSION 1:DELIVERY_REPORT 2:SM_SERVICE_REQUEST 3:T4_DEVICE_TRIGGER 4:SM_DEVICE_TRIGGER 5:MO-SMS_T4_SUBMISSION 6:T4_SUBMISSION
2008 Originator-SCCP-Address Address M
2009 Originator-Interface Grouped M
2010 Recipient-SCCP-Address Address M
2011 Reply-Path-Requested Enumerated M 0:NO_REPLY_PATH_SET 1:REPLY_PATH_SET
2012 SM-Discharge-Time Time M
2013 SM-Protocol-ID OctetString M
2014 SM-Status OctetString M
2015 SM-User-Data-Header OctetString M
2016 SMS-Node Enumerated M 0:SMS_ROUTER 1:IP-SM-GW 2:SMS_ROUTER_AND_IP-SM-GW 3:SMS-SC
2017 SMSC-Address Address M
2018 Client-Address Address M
2019 Number-Of-Messages-Sent Unsigned32 M
2020 Low-Balance-Indication Enumerated M 0:NOT_APPLICABLE 1:YES
2021 Remaining-Balance Grouped M
2022 Refund-Information OctetString M
2023 Carrier-Select-Routing-Information UTF8String M
2024 Number-Portability-Routing-Information UTF8String M
2025 PoC-Event-Type Enumerated M 0:NORMAL 1:INSTANT_PERSONAL_ALERT_EVENT 2:POC_GROUP_ADVERTISEMENT_EVENT 3:EARLY_SESSION_SETTING-UP_EVENT 4:POC_TALK_BURST
2026 Recipient-Info Grouped M
2027 Originator-Received-Address Grouped M
2028 Recipient-Received-Address Grouped M
2029 SM-Service-Type Enumerated M 0:VAS4SMS_Short_Message_content_processing 1:VAS4SMS_Short_Message_forwarding 2:VAS4SMS_Short_Message_Forwarding_multiple_subscriptions 3:VAS4SMS_Short_Message_filtering 4:VAS4SMS_Short_Message_receipt 5:VAS4SMS_Short_Message_Network_Storage 6:VAS4SMS_Short_Message_to_multiple_destinations 7:VAS4SMS_Short_Message_Virtual_Private_Network_(VPN) 8:VAS4SMS_Short_Message_Auto_Reply 9:VAS4SMS_Short_Message_Personal_Signature 10:VAS4SMS_Short_Message_Deferred_Delivery
2030 MMTel-Information Grouped M
2031 MMTel-SService-Type Unsigned32 M
2032 Service-Mode Unsigned32 M
2033 Subscriber-Role Enumerated M 0:ORIGINATING 1:TERMINATING
2034 Number-Of-Diversions Unsigned32 M
2035 Associated-Party-Address UTF8String M
2036 SDP-Type Enumerated M 0:SDP_OFFER 1:SDP_ANSWER
2037 Change-Condition Integer32 M
2038 Change-Time Time M
2039 Diagnostics Integer32 M
2040 Service-Data-Container Grouped M
2041 Start-Time Time M
2042 Stop-Time Time M
2043 Time-First-Usage Time M
2044 Time-Last-Usage Time M
2045 Time-Usage Unsigned32 M
2046 Traffic-Data-Volumes Grouped M
2047 Serving-Node-Type Enumerated M 0:SGSN 1:PMIPSGW 2:GTPSGW 3:ePDG 4:hSGW 5:MME 6:TWAN
2048 Supplementary-Service Grouped M
2049 Participant-Action-Type Enumerated M 0:CREATE_CONF 1:JOIN_CONF 2:INVITE_INTO_CONF 3:QUIT_CONF
2050 PDN-Connection-Charging-ID Unsigned32 M
2051 Dynamic-Address-Flag Enumerated M 0:STATIC 1:DYNAMIC
2052 Accumulated-Cost Grouped M
2053 AoC-Cost-Information Grouped M
2054 AoC-Information Grouped M
2055 AoC-Request-Type Enumerated M 0:AoC_NOT_REQUESTED 1:AoC_FULL 2:AoC_COST_ONLY 3:AoC_TARIFF_ONLY
2056 Current-Tariff Grouped M
2057 Next-Tariff Grouped M
2058 Rate-Element Grouped M
2059 Scale-Factor Grouped M
2060 Tariff-Information Grouped M
2061 Unit-Cost Grouped M
2062 Incremental-Cost Grouped M
2063 Local-Sequence-Number Unsigned32 M
2064 Node-Id UTF8String M
2065 SGW-Change Enumerated M 0:ACR_START_NOT_DUE_TO_SGW_CHANGE 1:ACR_START_DUE_TO_SGW_CHANGE
2066 Charging-Characteristics-Selection-Mode Enumerated M 0:SERVING_NODE_SUPPLIED 1:SUBSCRIPTION_SPECIFIC 2:APN_SPECIFIC 3:HOME_DEFAULT 4:ROAMING_DEFAULT 5:VISITING_DEFAULT
2067 SGW-Address Address M
2068 Dynamic-Address-Flag-Extension Enumerated M 0:STATIC 1:DYNAMIC
2118 Charge-Reason-Code Enumerated M 0:UNKNOWN 1:USAGE 2:COMMUNICATION_ATTEMPT_CHARGE 3:SETUP_CHARGE 4:ADD_ON_CHARGE
2301 SIP-Request-Timestamp-Fraction Unsigned32 M
2302 SIP-Response-Timestamp-Fraction Unsigned32 M
2303 Online-Charging-Flag Enumerated M 0:ECF_ADDRESS_NOT_PROVIDED 1:ECF_ADDRESS_PROVIDED
2304 CUG-Information OctetString M
2305 Real-Time-Tariff-Information Grouped M
2306 Tariff-XML UTF8String M
2307 MBMS-GW-Address Address M
2308 IMSI-Unauthenticated-Flag Enumerated M 0:AUTHENTICATED 1:UNAUTHENTICATED
2309 Account-Expiration Time M
2310 AoC-Format Enumerated M 0:MONETARY 1:NON_MONETARY 2:CAI
2311 AoC-Service Grouped M
2312 AoC-Service-Obligatory-Type Enumerated M 0:NON_BINDING 1:BINDING
2313 AoC-Service-Type Enumerated M 0:NONE 1:AOC-S 2:AOC-D 3:AOC-E
2314 AoC-Subscription-Information Grouped M
2315 Preferred-AoC-Currency Unsigned32 M
2317 CSG-Access-Mode Enumerated M 0:CLOSED_MODE 1:HYBRID_MODE
2318 CSG-Membership-Indication Enumerated M 0:NOT_CSG_MEMBER 1:CSG_MEMBER
2319 User-CSG-Information Grouped M
2320 Outgoing-Session-Id UTF8String M
2321 Initial-IMS-Charging-Identifier UTF8String M
2322 IMS-Emergency-Indicator Enumerated M 0:NON_EMERGENCY 1:EMERGENCY
2323 MBMS-Charged-Party Enumerated M 0:CONTENT_PROVIDER 1:SUBSCRIBER
2601 IMS-Application-Reference-Identifier UTF8String M
2602 Low-Priority-Indicator Enumerated M 0:NO 1:YES
2603 IP-Realm-Default-Indication Enumerated M 0:DEFAULT_IP_REALM_NOT_USED 1:DEFAULT_IP_REALM_USED
2604 Local-GW-Inserted-Indication Enumerated M 0:LOCAL_GW_NOT_INSERTED 1:LOCAL_GW_INSERTED
2605 Transcoder-Inserted-Indication Enumerated M 0:TRANSCODER_NOT_INSERTED 1:TRANSCODER_INSERTED
2606 PDP-Address-Prefix-Length Unsigned32 M
2701 Transit-IOI-List UTF8String M
2702 Status-AS-Code Enumerated M 0:4XX 1:5XX 2:TIMEOUT
2703 NNI-Information Grouped M
2704 NNI-Type Enumerated M 0:NON_ROAMING 1:ROAMING_WITHOUT_LOOPBACK 2:ROAMING_WITH_LOOPBACK
2705 Neighbour-Node-Address Address M
2706 Relationship-Mode Enumerated M 0:TRUSTED 1:NON_TRUSTED
2707 Session-Direction Enumerated M 0:INBOUND 1:OUTBOUND
2708 From-Address UTF8String M
2709 Access-Transfer-Information Grouped M
2710 Access-Transfer-Type Enumerated M 0:PS_TO_CS_TRANSFER 1:CS_TO_PS_TRANSFER 2:PS_TO_PS_TRANSFER 3:CS_TO_CS_TRANSFER
2711 Related-IMS-Charging-Identifier UTF8String M
2712 Related-IMS-Charging-Identifier-Node Address M
2713 IMS-Visited-Network-Identifier UTF8String M
2714 TWAN-User-Location-Info Grouped M
2716 BSSID UTF8String M
2717 TAD-Identifier Enumerated M 0:CS 1:PS
3401 Reason-Header UTF8String M
3402 Instance-Id UTF8String M
3403 Route-Header-Received UTF8String M
3404 Route-Header-Transmitted UTF8String M
3405 SM-Device-Trigger-Information Grouped M
3406 MTC-IWF-Address Address M
3407 SM-Device-Trigger-Indicator Enumerated M 0:Not_DeviceTrigger 1:DeviceTrigger
3408 SM-Sequence-Number Unsigned32 M
3409 SMS-Result Unsigned32 M
3410 VCS-Information Grouped M
3411 Basic-Service-Code Grouped M
3412 Bearer-Capability OctetString M
3413 Teleservice OctetString M
3414 ISUP-Location-Number OctetString M
3415 Forwarding-Pending Enumerated M 0:Forwarding_not_pending 1:Forwarding_pending
3416 ISUP-Cause Grouped M
3417 MSC-Address OctetString M
3418 Network-Call-Reference-Number OctetString M
3419 Start-of-Charging Time M
3420 VLR-Number OctetString M
3421 CN-Operator-Selection-Entity Enumerated M 0:THE_SERVING_NETWORK_HAS_BEEN_SELECTED_BY_THE_UE 1:THE_SERVING_NETWORK_HAS_BEEN_SELECTED_BY_THE_NETWORK
3422 ISUP-Cause-Diagnostics OctetString M
3423 ISUP-Cause-Location Unsigned32 M
3424 ISUP-Cause-Value Unsigned32 M
3425 EPDG-Address Address M
3426 Announcing-UE-HPLMN-Identifier UTF8String M
3427 Announcing-UE-VPLMN-Identifier UTF8String M
3428 Coverage-Status Enumerated M 0:OUT_OF_COVERAGE 1:IN_COVERAGE
3429 Layer-2-Group-ID OctetString M
3430 Monitored-PLMN-Identifier UTF8String M
3431 Monitoring-UE-HPLMN-Identifier UTF8String M
3432 Monitoring-UE-Identifier UTF8String M
3433 Monitoring-UE-VPLMN-Identifier UTF8String M
3434 PC3-Control-Protocol-Cause Integer32 M
3435 PC3-EPC-Control-Protocol-Cause Integer32 M
3436 Requested-PLMN-Identifier UTF8String M
3437 Requestor-PLMN-Identifier UTF8String M
3438 Role-Of-ProSe-Function Enumerated M
3439 Usage-Information-Report-Sequence-Number Integer32 M
3440 ProSe-3rd-Party-Application-ID UTF8String M
3441 ProSe-Direct-Communication-Transmission-Data-Container Grouped M
3442 ProSe-Direct-Discovery-Model Enumerated M
3443 ProSe-Event-Type Enumerated M
3444 ProSe-Function-IP-Address Address M
3445 ProSe-Functionality Enumerated M
3446 ProSe-Group-IP-Multicast-Address Address M
3447 ProSe-Information Grouped M
3448 ProSe-Range-Class Enumerated M
3449 ProSe-Reason-For-Cancellation Enumerated M
3450 ProSe-Request-Timestamp Time M
3451 ProSe-Role-Of-UE Enumerated M
3452 ProSe-Source-IP-Address Address M
3453 ProSe-UE-ID OctetString M
3454 Proximity-Alert-Indication Enumerated M
3455 Proximity-Alert-Timestamp Time M
3456 Proximity-Cancellation-Timestamp Time M
3457 ProSe-Function-PLMN-Identifier UTF8String M
3458 Application-Specific-Data OctetString M
3459 Coverage-Info Grouped M
3460 Location-Info Grouped M
3461 ProSe-Direct-Communication-Reception-Data-Container Grouped M
3462 Radio-Frequency OctetString M
3463 Radio-Parameter-Set-Info Grouped M
3464 Radio-Parameter-Set-Values OctetString M
3465 Radio-Resources-Indicator Integer32 M
3466 Time-First-Reception Time M
3467 Time-First-Transmission Time M
3468 Transmitter-Info Grouped M
3901 Enhanced-Diagnostics Grouped M
3902 Inter-UE-Transfer Enumerated M 0:Intra-UE_transfer 1:Inter-UE_transfer
3903 TWAG-Address Address M
3904 Announcement-Information Grouped M
3905 Announcement-Identifier Unsigned32 M
3906 Announcement-Order Unsigned32 M
3907 Variable-Part Grouped M
3908 Variable-Part-Order Unsigned32 M
3909 Variable-Part-Type Unsigned32 M
3910 Variable-Part-Value UTF8String M
3911 Time-Indicator Unsigned32 M
3912 Quota-Indicator Enumerated M
3913 Play-Alternative Enumerated M 0:served_party 1:remote_party
3914 Language UTF8String M
3915 Privacy-Indicator Enumerated M 0:NOT_PRIVATE 1:PRIVATE
3916 Called-Identity UTF8String M
3917 Called-Identity-Change Grouped M
3918 UWAN-User-Location-Info Grouped M
3919 Monitoring-Event-Configuration-Activity Integer32 M
3920 Monitoring-Event-Report-Data Grouped M
3921 Monitoring-Event-Information Grouped M
3922 Monitoring-Event-Functionality Integer32 M
3923 Monitoring-Event-Report-Number Unsigned32 M
3924 Cellular-Network-Information OctetString M
3925 Related-Change-Condition-Information Grouped M
3926 Related-Trigger Grouped M
3927 CPDT-Information Grouped M
3928 NIDD-Submission Grouped M
3929 Serving-Node-Identity DiameterIdentity M
3930 CP-CIoT-EPS-Optimisation-Indicator Enumerated M 0:Not_apply 1:Apply
3931 SGi-PtP-Tunnelling-Method Enumerated M 0:UDP_IP_BASED 1:OTHERS
3932 UNI-PDU-CP-Only-Flag Enumerated M 0:UNI-PDU_BOTH_UP_CP 1:UNI-PDU_CP_ONLY
3933 APN-Rate-Control Grouped M
3934 APN-Rate-Control-Downlink Grouped M
3935 APN-Rate-Control-Uplink Grouped M
3936 Additional-Exception-Reports Enumerated M 0:NOT_ALLOWED 1:ALLOWED
3937 Rate-Control-Max-Message-Size Unsigned32 M
3938 Rate-Control-Max-Rate Unsigned32 M
3939 Rate-Control-Time-Unit Unsigned32 M
3940 SCS-AS-Address Grouped M
3941 SCS-Address Address M
3942 SCS-Realm DiameterIdentity M
4400 Charging-Per-IP-CAN-Session-Indicator Enumerated M 0:INACTIVE 1:ACTIVE
4401 Access-Network-Info-Change Grouped M
4402 Discoveree-UE-HPLMN-Identifier UTF8String M
4403 Discoveree-UE-VPLMN-Identifier UTF8String M
4404 Discoverer-UE-HPLMN-Identifier UTF8String M
4405 Discoverer-UE-VPLMN-Identifier UTF8String M
4406 3GPP-PS-Data-Off-Status Enumerated M 0:ACTIVE 1:INACTIVE
4407 Unused-Quota-Timer Unsigned32 M
4408 Announcing-PLMN-ID UTF8String M
4409 ProSe-UE-to-Network-Relay-UE-ID OctetString M
4410 ProSe-Target-Layer-2-ID OctetString M
4411 Relay-IP-address Address M
4412 Target-IP-Address Address .
4413 FE-Identifier-List UTF8String M
` },
  { source: 'OMA DDS Charging Data', vendor: 10415, rows: `
1256 Service-Generic-Information Grouped M
2101 Application-Server-Id UTF8String M
2102 Application-Service-Type Enumerated M 100:SENDING 101:RECEIVING 102:RETRIEVAL 103:INVITING 104:LEAVING 105:JOINING
2103 Application-Session-Id Unsigned32 M
2104 Delivery-Status UTF8String M
2110 IM-Information Grouped M
2111 Number-Of-Messages-Successfully-Exploded Unsigned32 M
2112 Number-Of-Messages-Successfully-Sent Unsigned32 M
2113 Total-Number-Of-Messages-Exploded Unsigned32 M
2114 Total-Number-Of-Messages-Sent Unsigned32 M
2115 DCD-Information Grouped M
2116 Content-ID UTF8String M
2117 Content-provider-ID UTF8String M
` },
  { source: 'X.S0057-0', vendor: 5535, rows: `
9010 3GPP2-BSID UTF8String M
` },
];
