%% A Diameter node over diameter_sctp: `erl … -s diameter_node main -extra server ADDRESS` answers accounting requests,
%% `-extra client ADDRESS SERVER RATE BYTES SECONDS` sends them. The application is that of RFC 6733, section 9.
-module(diameter_node).
-export([main/0]).
-export([peer_up/3, peer_down/3, pick_peer/4, prepare_request/3, prepare_retransmit/3, handle_answer/4, handle_error/4, handle_request/3]).

%% Records of diameter.hrl, whose header file is in no package of programs.
-define(event(Info), {diameter_event, _, Info}).
-define(packet(Message), {diameter_packet, _, _, Message, _, _, _}).

-define(PORT, 3868).
-define(ACCOUNTING, 3).

main() ->
    ok = diameter:start(),
    case init:get_plain_arguments() of
        ["server", Local] ->
            serve(Local);
        ["client", Local, Server | Load] ->
            [Rate, Bytes, Seconds] = [list_to_integer(N) || N <- Load],
            call(Local, Server, Rate, Bytes, Seconds)
    end.

serve(Local) ->
    start("server.example", Local),
    {ok, _} = diameter:add_transport(?MODULE, {listen, [{transport_module, diameter_sctp},
        {transport_config, [{ip, address(Local)}, {port, ?PORT}, {recbuf, 32768}]}]}).

call(Local, Server, Rate, Bytes, Seconds) ->
    true = diameter:subscribe(?MODULE),
    start("client.example", Local),
    {ok, _} = diameter:add_transport(?MODULE, {connect, [{transport_module, diameter_sctp}, {watchdog_timer, 6000}, {connect_timer, 2000},
        {transport_config, [{raddr, address(Server)}, {rport, ?PORT}, {ip, address(Local)}, {sndbuf, 32768}, {recbuf, 65536}]}]}),
    receive ?event(Up) when element(1, Up) == up -> ok after 60000 -> halt(1) end,
    io:format("up~n"),
    load(Rate, lists:duplicate(Bytes, $x), erlang:monotonic_time(millisecond), Seconds * 1000, 0),
    halt(0, [{flush, false}]).

load(Rate, Filling, Began, For, Sent) ->
    Passed = erlang:monotonic_time(millisecond) - Began,
    Due = Passed * Rate div 1000,
    [request(N, Filling) || N <- lists:seq(Sent + 1, Due)],
    timer:sleep(10),
    Passed > For orelse load(Rate, Filling, Began, For, max(Due, Sent)).

request(N, Filling) ->
    diameter:call(?MODULE, accounting, ['ACR', {'Session-Id', diameter:session_id("client.example")}, {'Accounting-Record-Type', 1},
        {'Accounting-Record-Number', N}, {'User-Name', [Filling]}], [detach, {timeout, 30000}]).

start(Host, Local) ->
    ok = diameter:start_service(?MODULE, [{'Origin-Host', Host}, {'Origin-Realm', "example"}, {'Host-IP-Address', [address(Local)]},
        {'Vendor-Id', 0}, {'Product-Name', "peer"}, {'Acct-Application-Id', [?ACCOUNTING]},
        {application, [{alias, accounting}, {dictionary, diameter_gen_acct_rfc6733}, {module, ?MODULE}]}]).

address(Text) ->
    {ok, Address} = inet:parse_address(Text),
    Address.

peer_up(_, _, State) -> State.
peer_down(_, _, State) -> State.
pick_peer([Peer | _], _, _, _) -> {ok, Peer}.
prepare_request(?packet(['ACR' | Avps]), _, {_, Caps}) ->
    {{Host, _}, {Realm, Theirs}} = {element(2, Caps), element(3, Caps)},
    {send, ['ACR', {'Origin-Host', Host}, {'Origin-Realm', Realm}, {'Destination-Realm', Theirs} | Avps]}.
prepare_retransmit(Packet, Service, Peer) -> prepare_request(Packet, Service, Peer).
handle_answer(_, _, _, _) -> ok.
handle_error(_, _, _, _) -> ok.
handle_request(?packet(Request), _, {_, Caps}) ->
    {{Host, _}, {Realm, _}} = {element(2, Caps), element(3, Caps)},
    [_, Session, _, _, _, Type, Number | _] = tuple_to_list(Request),
    {reply, ['ACA', {'Session-Id', Session}, {'Result-Code', 2001}, {'Origin-Host', Host}, {'Origin-Realm', Realm},
        {'Accounting-Record-Type', Type}, {'Accounting-Record-Number', Number}]}.
