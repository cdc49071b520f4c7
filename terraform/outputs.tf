output "edge_url" {
  description = "Where people find Nearcast."
  value       = local.edge_url
}

output "deploy_arguments" {
  description = "What `npm run deploy` tells wrangler besides, so that the hostname leads to the Worker."
  value       = var.cloudflare_zone_id == null ? [] : ["--route", "${var.hostname}/*"]
}

output "nodes" {
  description = "Every media node by its name: where it is, and its addresses."
  value       = merge(values(module.region)[*].nodes...)
}

output "fleet" {
  description = "By region, the machines that there are, by their numbers, with when each was made; which of them would be made as something else now; and how many there may be: what `npm run fleet` begins with."
  value = {
    for name, region in module.region : name => { machines = region.machines, outdated = region.outdated, most = region.most_nodes }
  }
}

output "node_keys" {
  description = "What is in the Worker's NODE_KEYS: the public key of every node by its name."
  value       = merge(values(module.region)[*].public_keys...)
}

output "fleet_token" {
  description = "What operators show at /fleet; destroying a node asks for it as FLEET_TOKEN."
  value       = random_password.fleet_token.result
  sensitive   = true
}

output "worker_secrets" {
  description = "The Worker's secrets that come from here; `npm run deploy` puts them. Those that nobody needs to know it makes itself."
  sensitive   = true
  value = merge(
    {
      DATABASE_URL       = neon_project.nearcast.connection_uri
      FLEET_TOKEN        = random_password.fleet_token.result
      TURN_KEY_ID        = cloudflare_calls_turn_app.relay.uid
      TURN_KEY_API_TOKEN = cloudflare_calls_turn_app.relay.key
    },
    var.push_contact == null ? {} : { PUSH_CONTACT = var.push_contact },
  )
}
