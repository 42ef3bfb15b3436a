/** AVPs of 3GPP messaging, exposure, location and proximity: S6c/SGd, S6m/S6t, T4/T6a, SLg, PC, MB2, MM10 and their kin. Form and sources: dictionary.ts, NOTICE. */
import type { DictionaryPart } from './avpDefinition.ts';

export const exposureDictionary: readonly DictionaryPart[] = [
  { source: '3GPP TS 29.336', vendor: 10415, rows: `
3100 IP-SM-GW-Number OctetString M
3101 IP-SM-GW-Name DiameterIdentity M
3102 User-Identifier Grouped M
3103 Service-ID Enumerated M 0:Device_Trigger 1:SMS_MO
3104 SCS-Identity OctetString M
3105 Service-Parameters Grouped M
3106 T4-Parameters Grouped M
3107 Service-Data Grouped M
3108 T4-Data Grouped M
3109 HSS-Cause Unsigned32 M
3110 SIR-Flags Unsigned32 M
3111 External-Identifier UTF8String M
3112 IP-SM-GW-Realm DiameterIdentity M
3113 AESE-Communication-Pattern Grouped M
3114 Communication-Pattern-Set Grouped M
3115 Periodic-Communication-Indicator Unsigned32 M
3116 Communication-Duration-Time Unsigned32 M
3117 Periodic-Time Unsigned32 M
3118 Scheduled-Communication-Time Grouped M
3119 Stationary-Indication Unsigned32 M
3120 AESE-Communication-Pattern-Config-Status Grouped M
3121 AESE-Error-Report Grouped M
3122 Monitoring-Event-Configuration Grouped M
3123 Monitoring-Event-Report Grouped M
3124 SCEF-Reference-ID Unsigned32 M
3125 SCEF-ID DiameterIdentity M
3126 SCEF-Reference-ID-for-Deletion Unsigned32 M
3127 Monitoring-Type Unsigned32 M
3128 Maximum-Number-of-Reports Unsigned32 M
3129 UE-Reachability-Configuration Grouped M
3130 Monitoring-Duration Time M
3131 Maximum-Detection-Time Unsigned32 M
3132 Reachability-Type Unsigned32 M
3133 Maximum-Latency Unsigned32 M
3134 Maximum-Response-Time Unsigned32 M
3135 Location-Information-Configuration Grouped M
3136 MONTE-Location-Type Unsigned32 M
3137 Accuracy Unsigned32 M
3138 Association-Type Unsigned32 M
3139 Roaming-Information Unsigned32 M
3140 Reachability-Information Unsigned32 M
3141 IMEI-Change Unsigned32 M
3142 Monitoring-Event-Config-Status Grouped M
3143 Supported-Services Grouped M
3144 Supported-Monitoring-Events Unsigned64 M
3145 CIR-Flags Unsigned32 M
3146 Service-Result Grouped M
3147 Service-Result-Code Unsigned32 M
3148 Reference-ID-Validity-Time Time M
3149 Event-Handling Unsigned32 M
3150 NIDD-Authorization-Request Grouped M
3151 NIDD-Authorization-Response Grouped M
3152 Service-Report Grouped M
3153 Node-Type Unsigned32 M
3154 S6t-HSS-Cause Unsigned32 M
3155 Enhanced-Coverage-Restriction Grouped -
3156 Enhanced-Coverage-Restriction-Data Grouped -
3157 Restricted-PLMN-List Grouped -
3158 Allowed-PLMN-List Grouped -
3159 Requested-Validity-Time Time -
3160 Granted-Validity-Time Time -
3161 NIDD-Authorization-Update Grouped -
3162 Loss-Of-Connectivity-Reason Unsigned32 -
3163 Group-Reporting-Guard-Timer Unsigned32 -
3164 CIA-Flags Unsigned32 -
3165 Group-Monitoring-Event-Report Grouped -
3166 Group-Monitoring-Event-Report-Item Grouped -
3167 RIR-Flags Unsigned32 -
3168 Type-Of-External-Identifier Unsigned32 -
3169 APN-Validity-Time Grouped -
3170 Suggested-Network-Configuration Grouped -
3171 Monitoring-Event-Report-Status Grouped -
3172 PLMN-ID-Requested Enumerated - 0:TRUE 1:FALSE
3173 AdditionalIdentifiers Grouped -
3174 NIR-Flags Unsigned32 -
3175 Reporting-Time-Stamp Time -
3176 NIA-Flags Unsigned32 -
3177 Group-User-Identifier Grouped -
3178 MTC-Provider-Info Grouped -
3179 MTC-Provider-ID UTF8String -
` },
  { source: '3GPP TS 29.337', vendor: 10415, rows: `
3200 SM-Delivery-Outcome-T4 Enumerated M 0:ABSENT_SUBSCRIBER 1:UE_MEMORY_CAPACITY_EXCEEDED 2:SUCCESSFUL_TRANSFER
3201 Absent-Subscriber-Diagnostic-T4 Enumerated M 0:NO_PAGING_RESPONSE 1:UE_DETACHED 2:UE_DEREGISTERED 3:UE_PURGED 4:ROAMING_RESTRICTION 5:UNIDENTIFIED_SUBSCRIBER
3202 Trigger-Action Unsigned32 -
3203 MTC-Error-Diagnostic Unsigned32 -
` },
  { source: '3GPP TS 29.338', vendor: 10415, rows: `
3300 SC-Address OctetString M
3301 SM-RP-UI OctetString M
3302 TFR-Flags Unsigned32 M
3303 SM-Delivery-Failure-Cause Grouped M
3304 SM-Enumerated-Delivery-Failure-Cause Enumerated M 0:MEMORY_CAPACITY_EXCEEDED 1:EQUIPMENT_PROTOCOL_ERROR 2:EQUIPMENT_NOT_SM_EQUIPPED 3:UNKNOWN_SERVICE_CENTRE 4:SC-CONGESTION 5:INVALID_SME-ADDRESS 6:USER_NOT_SC-USER
3305 SM-Diagnostic-Info OctetString M
3306 SM-Delivery-Timer Unsigned32 M
3307 SM-Delivery-Start-Time Time M
3308 SM-RP-MTI Enumerated M 0:SM_DELIVER 1:SM_STATUS_REPORT
3309 SM-RP-SMEA OctetString M
3310 SRR-Flags Unsigned32 M
3311 SM-Delivery-Not-Intended Enumerated M 0:ONLY_IMSI_REQUESTED 1:ONLY_MCC_MNC_REQUESTED
3312 MWD-Status Unsigned32 M
3313 MME-Absent-User-Diagnostic-SM Unsigned32 M
3314 MSC-Absent-User-Diagnostic-SM Unsigned32 M
3315 SGSN-Absent-User-Diagnostic-SM Unsigned32 M
3316 SM-Delivery-Outcome Grouped M
3317 MME-SM-Delivery-Outcome Grouped M
3318 MSC-SM-Delivery-Outcome Grouped M
3319 SGSN-SM-Delivery-Outcome Grouped M
3320 IP-SM-GW-SM-Delivery-Outcome Grouped M
3321 SM-Delivery-Cause Enumerated M 0:UE_MEMORY_CAPACITY_EXCEEDED 1:ABSENT_USER 2:SUCCESSFUL_TRANSFER
3322 Absent-User-Diagnostic-SM Unsigned32 M
3323 RDR-Flags Unsigned32 -
3324 SMSMI-Correlation-ID Grouped -
3325 HSS-ID UTF8String -
3326 Originating-SIP-URI UTF8String -
3327 Destination-SIP-URI UTF8String -
3328 OFR-Flags Unsigned32 -
3329 Maximum-UE-Availability-Time Time -
3330 Maximum-Retransmission-Time Time -
3331 Requested-Retransmission-Time Time -
3332 SMS-GMSC-Address OctetString -
3333 SMS-GMSC-Alert-Event Unsigned32 -
3334 SMSF-3GPP-Absent-User-Diagnostic-SM Unsigned32 -
3335 SMSF-Non-3GPP-Absent-User-Diagnostic-SM Unsigned32 -
3336 SMSF-3GPP-SM-Delivery-Outcome Grouped -
3337 SMSF-Non-3GPP-SM-Delivery-Outcome Grouped -
3338 SMSF-3GPP-Number OctetString -
3339 SMSF-Non-3GPP-Number OctetString -
3340 SMSF-3GPP-Name DiameterIdentity -
3341 SMSF-Non-3GPP-Name DiameterIdentity -
3342 SMSF-3GPP-Realm DiameterIdentity -
3343 SMSF-Non-3GPP-Realm DiameterIdentity -
3344 SMSF-3GPP-Address Grouped -
3345 SMSF-Non-3GPP-Address Grouped -
` },
  { source: '3GPP TS 29.128', vendor: 10415, rows: `
4300 Communication-Failure-Information Grouped M
4301 Cause-Type Unsigned32 M
4302 S1AP-Cause Unsigned32 M
4303 RANAP-Cause Unsigned32 M
4304 GMM-Cause Unsigned32 M
4305 SM-Cause Unsigned32 M
4306 Number-Of-UE-Per-Location-Configuration Grouped M
4307 Number-Of-UE-Per-Location-Report Grouped M
4308 UE-Count Unsigned32 M
4309 BSSGP-Cause Unsigned32 M
4310 Serving-PLMN-Rate-Control Grouped M
4311 Uplink-Rate-Limit Unsigned32 M
4312 Downlink-Rate-Limit Unsigned32 M
4313 Extended-PCO OctetString M
4314 Connection-Action Unsigned32 M
4315 Non-IP-Data OctetString M
4316 SCEF-Wait-Time Time M
4317 CMR-Flags Unsigned32 M
4318 RRC-Cause-Counter Grouped M
4319 Counter-Value Unsigned32 M
4320 RRC-Counter-Timestamp Time M
4321 TDA-Flags Unsigned32 -
4322 Idle-Status-Indication Grouped -
4323 Idle-Status-Timestamp Time -
4324 Active-Time Unsigned32 -
` },
  { source: '3GPP TS 29.172', vendor: 10415, rows: `
2500 SLg-Location-Type Enumerated M 0:CURRENT_LOCATION 1:CURRENT_OR_LAST_KNOWN_LOCATION 2:INITIAL_LOCATION 3:ACTIVATE_DEFERRED_LOCATION 4:CANCEL_DEFERRED_LOCATION 5:NOTIFICATION_VERIFICATION_ONLY
2501 LCS-EPS-Client-Name Grouped M
2502 LCS-Requestor-Name Grouped M
2503 LCS-Priority Unsigned32 M
2504 LCS-QoS Grouped M
2505 Horizontal-Accuracy Unsigned32 M
2506 Vertical-Accuracy Unsigned32 M
2507 Vertical-Requested Enumerated M 0:VERTICAL_COORDINATE_IS_NOT_REQUESTED 1:VERTICAL_COORDINATE_IS_REQUESTED
2508 Velocity-Requested Enumerated M 0:VELOCITY_IS_NOT_REQUESTED 1:BEST_VELOCITY_IS_REQUESTED
2509 Response-Time Enumerated M 0:LOW_DELAY 1:DELAY_TOLERANT
2510 Supported-GAD-Shapes Unsigned32 M
2511 LCS-Codeword UTF8String M
2512 LCS-Privacy-Check Enumerated M 0:ALLOWED_WITHOUT_NOTIFICATION 1:ALLOWED_WITH_NOTIFICATION 2:ALLOWED_IF_NO_RESPONSE 3:RESTRICTED_IF_NO_RESPONSE 4:NOT_ALLOWED
2513 Accuracy-Fulfilment-Indicator Enumerated M 0:REQUESTED_ACCURACY_FULFILLED 1:REQUESTED_ACCURACY_NOT_FULFILLED
2514 Age-Of-Location-Estimate Unsigned32 M
2515 Velocity-Estimate OctetString M
2516 EUTRAN-Positioning-Data OctetString M
2517 ECGI OctetString M
2518 Location-Event Enumerated M 0:EMERGENCY_CALL_ORIGINATION 1:EMERGENCY_CALL_RELEASE 2:MO_LR 3:EMERGENCY_CALL_HANDOVER 4:DEFERRED_MT_LR_RESPONSE 5:DEFERRED_MO_LR_TTTP_INITIATION 6:DELAYED_LOCATION_REPORTING
2519 Pseudonym-Indicator Enumerated M 0:PSEUDONYM_NOT_REQUESTED 1:PSEUDONYM_REQUESTED
2520 LCS-Service-Type-ID Unsigned32 M
2521 LCS-Privacy-Check-Non-Session Grouped M
2522 LCS-Privacy-Check-Session Grouped M
2523 LCS-QoS-Class Enumerated M 0:ASSURED 1:BEST_EFFORT
2524 GERAN-Positioning-Info Grouped -
2525 GERAN-Positioning-Data OctetString -
2526 GERAN-GANSS-Positioning-Data OctetString -
2527 UTRAN-Positioning-Info Grouped -
2528 UTRAN-Positioning-Data OctetString -
2529 UTRAN-GANSS-Positioning-Data OctetString -
2530 LRR-Flags Unsigned32 -
2531 LCS-Reference-Number OctetString -
2532 Deferred-Location-Type Unsigned32 -
2533 Area-Event-Info Grouped -
2534 Area-Definition Grouped -
2535 Area Grouped -
2536 Area-Type Unsigned32 -
2537 Area-Identification Grouped -
2538 Occurrence-Info Enumerated - 0:ONE_TIME_EVENT 1:MULTIPLE_TIME_EVENT
2539 Interval-Time Unsigned32 -
2540 Periodic-LDR-Information Grouped -
2541 Reporting-Amount Unsigned32 -
2542 Reporting-Interval Unsigned32 -
2543 Reporting-PLMN-List Grouped -
2544 PLMN-ID-List Grouped -
2545 PLR-Flags Unsigned32 -
2546 PLA-Flags Unsigned32 -
2547 Deferred-MT-LR-Data Grouped -
2548 Termination-Cause Unsigned32 -
2549 LRA-Flags Unsigned32 -
2550 Periodic-Location-Support-Indicator Enumerated - 0:NOT_SUPPORTED 1:SUPPORTED
2551 Prioritized-List-Indicator Enumerated - 0:NOT_PRIORITIZED 1:PRIORITIZED
2552 ESMLC-Cell-Info Grouped -
2553 Cell-Portion-ID Unsigned32 -
2554 1xRTT-RCID OctetString -
2555 Delayed-Location-Reporting-Data Grouped -
2556 Civic-Address UTF8String -
2557 Barometric-Pressure Unsigned32 -
2558 UTRAN-Additional-Positioning-Data OctetString -
2559 Motion-Event-Info Grouped -
2560 Linear-Distance Unsigned32 -
2561 Maximum-Interval Unsigned32 -
2562 Sampling-Interval Unsigned32 -
2563 Reporting-Duration Unsigned32 -
2564 Reporting-Location-Requirements Unsigned32 -
2565 Additional-Area Grouped -
` },
  { source: '3GPP TS 29.343', vendor: 10415, rows: `
3600 Origin-App-Layer-User-Id UTF8String M
3601 Target-App-Layer-User-Id UTF8String M
3602 ProSe-Function-ID OctetString M
3603 ProSe-Request-Type Unsigned32 M
3604 PDUID OctetString -
3605 Application-Data UTF8String -
3606 Allowed-Suffixes-Number Unsigned32 -
3607 Monitor-Target Grouped -
3608 ProSe-Code-Suffix-Mask Grouped -
3609 Suffix-Code OctetString -
3610 Suffix-Mask OctetString -
3611 Banned-User-Target Grouped -
3612 Metadata-Indicator Unsigned32 -
` },
  { source: '3GPP TS 29.344', vendor: 10415, rows: `
3701 ProSe-Subscription-Data Grouped M
3702 ProSe-Permission Unsigned32 M
3703 ProSe-Allowed-PLMN Grouped M
3704 ProSe-Direct-Allowed Unsigned32 M
3705 UPR-Flags Unsigned32 M
3706 PNR-Flags Unsigned32 M
3707 ProSe-Initial-Location-Information Grouped M
3708 Authorized-Discovery-Range Unsigned32 -
` },
  { source: '3GPP TS 29.345', vendor: 10415, rows: `
3801 App-Layer-User-Id UTF8String M
3802 Assistance-Info Grouped M
3803 Assistance-Info-Validity-Timer Unsigned32 M
3804 Discovery-Type Unsigned32 M
3805 Filter-Id OctetString M
3806 MAC-Address UTF8String M
3807 Match-Report Grouped M
3808 Operating-Channel Unsigned32 M
3809 P2P-Features Unsigned32 M
3810 ProSe-App-Code OctetString M
3811 ProSe-App-Id UTF8String M
3812 ProSe-App-Mask OctetString M
3813 ProSe-Discovery-Filter Grouped M
3814 PRR-Flags Unsigned32 M
3815 ProSe-Validity-Timer Unsigned32 M
3816 Requesting-EPUID UTF8String M
3817 Targeted-EPUID UTF8String M
3818 Time-Window Unsigned32 M
3819 WiFi-P2P-Assistance-Info Grouped M
3820 WLAN-Assistance-Info Grouped M
3821 WLAN-Link-Layer-Id OctetString M
3822 WLAN-Link-Layer-Id-List Grouped M
3823 Location-Update-Trigger Grouped M
3824 Location-Update-Event-Type Unsigned32 M
3825 Change-Of-Area-Type Grouped M
3826 Location-Update-Event-Trigger Unsigned32 M
3827 Report-Cardinality Enumerated M
3828 Minimum-Interval-Time Unsigned32 M
3829 Periodic-Location-Type Grouped M
3830 Location-Report-Interval-Time Unsigned32 M
3831 Total-Number-Of-Reports Unsigned32 M
3832 Validity-Time-Announce Unsigned32 M
3833 Validity-Time-Monitor Unsigned32 M
3834 Validity-Time-Communication Unsigned32 M
3835 ProSe-App-Code-Info Grouped M
3836 MIC OctetString M
3837 UTC-based-Counter Unsigned32 M
3838 ProSe-Match-Refresh-Timer Unsigned32 M
3839 ProSe-Metadata-Index-Mask OctetString -
3840 App-Identifier Grouped -
3841 OS-ID OctetString -
3842 OS-App-ID UTF8String -
3843 Requesting-RPAUID UTF8String -
3844 Target-RPAUID UTF8String -
3845 Target-PDUID OctetString -
3846 ProSe-Restricted-Code OctetString -
3847 ProSe-Restricted-Code-Suffix-Range OctetString -
3848 Beginning-Suffix OctetString -
3849 Ending-Suffix OctetString -
3850 Discovery-Entry-ID Unsigned32 -
3851 Match-Timestamp Time -
3852 PMR-Flags Unsigned32 M
3853 ProSe-Application-Metadata UTF8String M
3854 Discovery-Auth-Request Grouped M
3855 Discovery-Auth-Response Grouped M
3856 Match-Request Grouped M
3857 Match-Report-Info Grouped M
3858 Banned-RPAUID UTF8String -
3859 Banned-PDUID OctetString -
3860 Code-Receiving-Security-Material Grouped -
3861 Code-Sending-Security-Material Grouped -
3862 DUSK OctetString -
3863 DUIK OctetString -
3864 DUCK OctetString -
3865 MIC-Check-Indicator Unsigned32 -
3866 Encrypted-Bitmask OctetString -
3867 ProSe-App-Code-Suffix-Range OctetString -
3868 PC5-tech OctetString -
` },
  { source: '3GPP TS 29.368', vendor: 10415, rows: `
3001 Device-Action Grouped M
3002 Device-Notification Grouped M
3003 Trigger-Data Grouped M
3004 Payload OctetString M
3005 Action-Type Enumerated M 1:DEVICE_TRIGGER_REQUEST 2:DELIVERY_REPORT 3:DEVICE_TRIGGER_RECALL 4:DEVICE_TRIGGER_REPLACE
3006 Priority-Indication Enumerated M 0:NON-PRIORITY 1:PRIORITY
3007 Reference-Number Unsigned32 M
3008 Request-Status Enumerated M 0:SUCCESS 101:INVPAYLOAD 102:INVEXTID 103:INVSCSID 104:INVPERIOD 105:NOTAUTHORIZED 106:SERVICEUNAVAILABLE 107:PERMANENTERROR 108:QUOTAEXCEEDED 109:RATEEXCEEDED 201:TEMPORARYERROR
3009 Delivery-Outcome Enumerated M 0:SUCCESS 1:EXPIRED 2:TEMPORARYERROR 3:UNDELIVERABLE 4:UNCONFIRMED
3010 Application-Port-Identifier Unsigned32 M
3011 Old-Reference-Number Unsigned32 -
3012 Feature-Supported-In-Final-Target Unsigned32 -
` },
  { source: '3GPP TS 29.388', vendor: 10415, rows: `
4600 V2X-PC5-Allowed-PLMN Grouped M
4601 V2X-Update-Flags Unsigned32 M
4602 V2X-Notify-Flags Unsigned32 M
` },
  { source: '3GPP TS 29.389', vendor: 10415, rows: `
4700 V2X-Authorization-Data Grouped M
4701 V2X-Permission-in-VPLMN Unsigned32 M
4702 V2X-Application-Server Grouped M
` },
  { source: '3GPP TS 29.468', vendor: 10415, rows: `
3500 BMSC-Address Address M
3501 BMSC-Port Unsigned32 M
3502 MBMS-Bearer-Event Unsigned32 M
3503 MBMS-Bearer-Event-Notification Grouped M
3504 MBMS-Bearer-Request Grouped M
3505 MBMS-Bearer-Response Grouped M
3506 MBMS-Bearer-Result Unsigned32 M
3507 MBMS-Start-Time Time M
3508 Radio-Frequency Unsigned32 M
3509 TMGI-Allocation-Request Grouped M
3510 TMGI-Allocation-Response Grouped M
3511 TMGI-Allocation-Result Unsigned32 M
3512 TMGI-Deallocation-Request Grouped M
3513 TMGI-Deallocation-Response Grouped M
3514 TMGI-Deallocation-Result Unsigned32 M
3515 TMGI-Expiry Grouped M
3516 TMGI-Number Unsigned32 M
3517 MB2U-Security Unsigned32 M
3518 Local-M1-Information Grouped -
3519 Local-MB2-U-Information Grouped -
3520 MBMS-eNB-IP-Multicast-Address Address -
3521 MBMS-eNB-IPv6-Multicast-Address Address -
3522 MBMS-GW-SSM-IP-Address Address -
3523 MBMS-GW-SSM-IPv6-Address Address -
3524 Common-Tunnel-Endpoint-Identifier OctetString -
3525 FEC-Request OctetString -
3526 ROHC-Request Grouped -
3527 ROHC-Full-Header-Periodicity Float32 -
3528 ROHC-Profile Unsigned32 -
3529 Userplane-Protocol-Result Grouped -
3530 ROHC-Result Unsigned32 -
3531 FEC-Result Unsigned32 -
3532 ROHC-Max-CID Unsigned32 -
` },
  { source: '3GPP TS 29.140', vendor: 10415, rows: `
1100 Served-User-Identity Grouped M
1101 VASP-ID UTF8String M
1102 VAS-ID UTF8String M
1103 Trigger-Event Enumerated M
1104 Sender-Address UTF8String M
1105 Initial-Recipient-Address Grouped M
1106 Result-Recipient-Address Grouped M
1107 Sequence-Number Unsigned32 M
1108 Recipient-Address UTF8String M
1109 Routeing-Address UTF8String M
1110 Originating-Interface Enumerated M 0:MM1 1:MM3 2:MM4 3:MM7
1111 Delivery-Report Enumerated M 0:No_Delivery_Report_Requested 1:Delivery_Report_Requested
1112 Read-Reply Enumerated M 0:No_Read_Reply_Requested 1:Read_Reply_Requested
1113 Sender-Visibility Enumerated M 0:Sender_Identification_requested_not_to_be_hidden 1:Sender_Identification_requested_to_be_hidden
1114 Service-Key UTF8String M
1115 Billing-Information UTF8String M
1116 Status Grouped M
1117 Status-Code UTF8String M
1118 Status-Text UTF8String M
1119 Routeing-Address-Resolution Enumerated M 0:Unresolved 1:Resolved
` },
];
