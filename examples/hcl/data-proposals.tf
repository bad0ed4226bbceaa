variable "job_id" {
  type = string
}

data "opentrain_proposals" "shortlist" {
  job_id = var.job_id
  status = "SHORTLISTED"
  limit  = 50
}

output "shortlist" {
  value = {
    for proposal in data.opentrain_proposals.shortlist.proposals :
    proposal.id => "${proposal.candidate_name}: ${proposal.bid_usd} ${proposal.bid_unit}"
  }
}
