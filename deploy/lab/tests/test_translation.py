"""What Azure makes of bodies, without a network: routes, security groups, names."""

import unittest

from sluicelab.arm import Resources, parse_url
from sluicelab.inspection import decide, server_name
from sluicelab.reader import read
from sluicelab.routes import effective
from sluicelab.rules import Tags, group_chain

from .bodies import NETWORK, lines, put


def azure_of(**changes):
    return read(Resources(lines(**changes)))


def route(azure, subnet, prefix):
    found = {
        str(each.prefix): each
        for each in effective(azure, azure.subnets[f"{NETWORK}/virtualnetworks/{subnet}".lower()])
    }
    return found[prefix].kind if prefix in found else None


class RoutesTest(unittest.TestCase):
    def test_a_user_route_wins_over_the_systems(self):
        self.assertEqual("appliance", route(azure_of(), "spoke/subnets/sites", "0.0.0.0/0"))

    def test_a_private_subnet_without_a_route_leads_nowhere(self):
        self.assertEqual("none", route(azure_of(), "spoke/subnets/endpoint", "0.0.0.0/0"))

    def test_default_outbound_access_leads_to_the_internet(self):
        azure = azure_of(endpoint_more={"defaultOutboundAccess": True})
        self.assertEqual("internet", route(azure, "spoke/subnets/endpoint", "0.0.0.0/0"))

    def test_a_peered_network_is_reached_directly(self):
        self.assertEqual("direct", route(azure_of(), "spoke/subnets/sites", "10.1.0.0/22"))

    def test_a_peering_of_one_side_carries_nothing(self):
        half = [each for each in lines() if "/hub/virtualNetworkPeerings" not in each]
        self.assertIsNone(route(read(Resources(half)), "spoke/subnets/sites", "10.1.0.0/22"))

    def test_an_appliance_in_no_peered_network_is_not_reached(self):
        far = {
            "name": "far",
            "properties": {
                "addressPrefix": "10.9.0.0/16",
                "nextHopType": "VirtualAppliance",
                "nextHopIpAddress": "10.2.0.4",
            },
        }
        self.assertEqual("none", route(azure_of(routes=[far]), "spoke/subnets/sites", "10.9.0.0/16"))

    def test_an_endpoint_is_reached_past_a_wide_route(self):
        self.assertEqual("direct", route(azure_of(), "spoke/subnets/sites", "10.1.5.4/32"))

    def test_a_route_as_long_as_the_network_takes_the_endpoint_too(self):
        narrow = {
            "name": "narrow",
            "properties": {
                "addressPrefix": "10.1.5.0/25",
                "nextHopType": "VirtualAppliance",
                "nextHopIpAddress": "10.1.0.4",
            },
        }
        self.assertIsNone(route(azure_of(routes=[narrow]), "spoke/subnets/sites", "10.1.5.4/32"))
        policies_off = azure_of(routes=[narrow], endpoint_more={"privateEndpointNetworkPolicies": "Disabled"})
        self.assertEqual("direct", route(policies_off, "spoke/subnets/sites", "10.1.5.4/32"))


class GroupsTest(unittest.TestCase):
    def setUp(self):
        self.azure = azure_of()
        self.network = next(each for each in self.azure.networks.values() if each.name == "spoke")

    def test_rules_stand_in_the_order_of_their_priorities_and_end_in_azures_own(self):
        group = next(iter(self.azure.groups.values()))
        names = [each.name for each in group.rules if not each.inbound]
        self.assertEqual(
            ["allow-bus", "deny-all", "AllowVnetOutBound", "AllowInternetOutBound", "DenyAllOutBound"], names
        )

    def test_what_is_allowed_goes_on_and_what_is_denied_ends(self):
        chain = group_chain(next(iter(self.azure.groups.values())), False, Tags(self.azure, self.network))
        self.assertIn("tcp dport { 5671 }", chain[0])
        self.assertTrue(chain[0].endswith("return"))
        self.assertTrue(chain[1].endswith("drop"))

    def test_the_tag_virtual_network_counts_the_prefixes_of_routes(self):
        self.assertEqual("", Tags(self.azure, self.network).match("saddr", ["VirtualNetwork"]))

    def test_a_tag_of_which_nothing_is_here_matches_nothing(self):
        self.assertIsNone(Tags(self.azure, self.network).match("daddr", ["AzureMonitor"]))


class NamesTest(unittest.TestCase):
    def test_an_endpoint_has_the_first_address_that_is_free_and_its_zones_name(self):
        endpoint = azure_of().endpoints[0]
        self.assertEqual("10.1.5.4", str(endpoint.address))
        self.assertEqual([("privatelink.servicebus.windows.net", "orders")], endpoint.names)

    def test_a_public_door_is_closed_only_if_the_body_says_so(self):
        self.assertFalse(azure_of().public_names[0].open)
        opened = read(Resources([*lines(), put("Microsoft.ServiceBus/namespaces/orders", {"properties": {}})]))
        self.assertTrue(opened.public_names[0].open)

    def test_urls(self):
        self.assertEqual(
            "microsoft.network/virtualnetworks/subnets",
            parse_url(f"{NETWORK}/virtualNetworks/a/subnets/b?api-version=1")[1],
        )

    def test_a_line_that_is_no_call_is_refused_with_its_number(self):
        with self.assertRaisesRegex(ValueError, "line 2"):
            Resources([lines()[0], "what?"])


class InspectionTest(unittest.TestCase):
    RULES = [
        {
            "name": "sites",
            "allow": True,
            "sources": ["10.1.4.0/24"],
            "ports": ["443"],
            "names": ["a.example", "*.b.example"],
        }
    ]

    def test_the_host_of_a_request(self):
        self.assertEqual("a.example", server_name(b"GET / HTTP/1.1\r\nHost: A.example:443\r\n\r\n"))

    def test_a_request_that_has_not_come_whole_yet(self):
        with self.assertRaises(ValueError):
            server_name(b"GET / HTTP/1.1\r\nHost: a.example\r\n")

    def test_a_broken_hello_has_no_name(self):
        self.assertIsNone(server_name(b"\x16\x03\x01\x00\x04\x01\x02\x03\x04"))

    def test_names_sources_and_ports_count(self):
        self.assertEqual(("sites", True), decide(self.RULES, "10.1.4.9", 443, "x.b.example"))
        for source, port, name in (
            ("10.1.5.9", 443, "a.example"),
            ("10.1.4.9", 80, "a.example"),
            ("10.1.4.9", 443, "b.example"),
            ("10.1.4.9", 443, None),
        ):
            self.assertFalse(decide(self.RULES, source, port, name)[1])


if __name__ == "__main__":
    unittest.main()
